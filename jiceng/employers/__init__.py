"""Employers as a register: who they are, and how many they employ, have under contract and insure.

BX 三(三)1. Used by the workers of communities; jobs refer to it.
"""
