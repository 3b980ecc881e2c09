"""The handbook (使用手册): the chapters of docs/manual as pages, and which of them belongs to which page.

Answers for no register and knows no person; open to everybody, signed in or not.
"""
