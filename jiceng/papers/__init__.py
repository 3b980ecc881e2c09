"""What leaves the office on paper: official ledgers laid out by packs, numbered proofs and cards.

Answers for the ledgers of 本政办发〔2009〕71号 三(三)2-4 and for the proofs that a window hands out. Used by
workers at the window and by whoever inspects the ledgers. Other rooms register what their papers show.
"""
