"""The ground without a domain: deployment, database, scope, protection, registers, spreadsheets, page shell.

No article speaks here. Every other room stands on it; it imports none of them.
"""
