"""The kernel: policy documents as packs, named populations, duties, figures, and why somebody is counted.

It knows no domain room: rooms give it their words, packs combine them, each entry with its article. Ledgers,
reports, the first page and the command line all ask here.
"""
