"""Figures about many people for those who may see no single one: counts whose small groups are hidden."""
