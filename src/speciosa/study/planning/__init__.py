"""Before a study begins: how likely so many people, days and blocks are to answer its question."""
