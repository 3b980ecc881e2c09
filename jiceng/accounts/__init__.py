"""Who works with the system: officers, the posts they hold, roles as sets of actions, and what they did.

Answers for signing in, for the right to act in a region, and for the audit and access logs. Every room above
asks it first.
"""
