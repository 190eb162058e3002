"""How good tags are: labelled articles beside tagged ones, figure by figure."""
