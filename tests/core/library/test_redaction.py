"""What looks like a path or a still's name is taken out, and nothing else."""

import pytest

from core.library.redaction import LEFT_OUT, PATH_LEFT_OUT, without_file_names


@pytest.mark.parametrize(
    "path",
    ["/data/Müller", "C:\\data\\Müller", "D:/data/Müller", "\\\\server\\Müller"],
)
def test_a_path_of_any_system(path: str) -> None:
    told = without_file_names(f"2 stills directly in “{path}” are left out.")
    assert told == f"2 stills directly in “{path}” are left out.".replace(
        f"“{path}”", PATH_LEFT_OUT
    )


def test_a_still_in_a_path_is_a_still() -> None:
    told = without_file_names("“/data/Müller/1.jpg” could not be read.")
    assert told == f"{LEFT_OUT} could not be read."


@pytest.mark.parametrize(
    "sentence",
    [
        "“esophagitis” has only 3 groups.",
        "test part of gi, seed 42",
        "by “^(p\\d+)_” in the file name, then by copies",
        "The files give the class away: width/height alone reach 95.7 %.",
    ],
)
def test_other_sentences_stay(sentence: str) -> None:
    assert without_file_names(sentence) == sentence
