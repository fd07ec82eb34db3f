"""A reply as one line of a question file, so that what was asked once is measured ever after with `qa eval`."""

import hashlib
import json
from pathlib import Path

from corpus.errors import UserError
from corpus.locations import data_home
from qa.replies.answers import Answer, Reply
from qa.saved.files import append_line


def default_question_file() -> Path:
    return data_home() / "questions.jsonl"


def question_line(reply: Reply) -> str:
    """Question, answers and documents, the reply being taken as right; no answers where it is that there is none. A
    follow-up is written as it was understood: the line has no conversation before it."""
    citations = reply.citations if isinstance(reply, Answer) else ()
    return json.dumps(
        {
            "id": _id_of(reply.asked),
            "question": reply.asked,
            "answers": list(dict.fromkeys(citation.quote for citation in citations)),
            "documents": list(dict.fromkeys(citation.document for citation in citations)),
        },
        ensure_ascii=False,
    )


def append_question(file: Path, reply: Reply) -> None:
    """Adds the line; makes the file and its folder where need be. Raises UserError when the question is in it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if f'"id": "{_id_of(reply.asked)}"' in text:
            raise UserError(f"{file}: this question is in it", hint="give another file, or edit that line")
        append_line(file, question_line(reply))
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}", hint="give a file that can be written") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 at byte {error.start}", hint="give a question file") from error


def _id_of(question: str) -> str:
    return f"saved-{hashlib.sha256(question.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
