"""A record in open form: the diary's own folder with a data dictionary, and a NONMEM data set with its key."""

from speciosa.report.open_files.data_dictionary import dictionary_csv, dictionary_markdown
from speciosa.report.open_files.diary_folder import DICTIONARY_FILES, DiaryFolder, diary_folder
from speciosa.report.open_files.nonmem_file import NonmemFile, nonmem_file

__all__ = [
    "DICTIONARY_FILES",
    "DiaryFolder",
    "NonmemFile",
    "diary_folder",
    "dictionary_csv",
    "dictionary_markdown",
    "nonmem_file",
]
