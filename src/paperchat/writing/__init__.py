"""Writing answers with a language model, over evidence that was chosen without one."""
