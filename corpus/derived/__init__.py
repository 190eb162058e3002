"""Tables that follow from others: copies, cases, figures of authorities, words."""
