"""A small trained model of what the sentences of an abstract do; numpy is all it needs."""
