"""Links of holders to their progress: made by a program or by command, opened without an account."""
