"""What an article says beside the codebook's fields: laws, counts, sanctions, verdicts, stages. Unvalidated."""
