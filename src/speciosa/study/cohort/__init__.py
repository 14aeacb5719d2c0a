"""Every participant of a study worked out, on as many processes or machines as there are: one row each."""
