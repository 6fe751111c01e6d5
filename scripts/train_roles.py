"""Trains the model that tells the roles of sentences apart, and writes its weights.

    python scripts/train_roles.py [SENTENCES] [--check]

SENTENCES is a file of JSON lines with the fields doc, i, text, label and conf: the train and dev
parts of CSAbstruct (Cohan et al., 2019; Apache-2.0; not part of this repository). By default it
is looked for in the folder ``shared`` beside the repository. Only numpy is needed. There is no
chance in the training: the same data give the same file, byte for byte. ``--check`` writes
nothing and fails if the shipped file is another one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paperchat.answering.role_model.chain import WEIGHTS_FILE
from paperchat.answering.role_model.training import read_abstracts, train

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT.parent / "shared" / "bench" / "csabstruct-dev" / "sentences.jsonl"
WEIGHTS = ROOT / "src" / "paperchat" / "answering" / "role_model" / WEIGHTS_FILE
REMARKS = (
    "Weights of sentence roles, in steps; written by scripts/train_roles.py, not by hand.",
    "Trained on CSAbstruct, train and dev parts (Cohan et al., 2019; Apache-2.0).",
)


def main() -> int:
    """Train, then write or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sentences", nargs="?", type=Path, default=SENTENCES)
    parser.add_argument("--check", action="store_true", help="compare with the shipped file")
    options = parser.parse_args()
    if not options.sentences.is_file():
        print(f"{options.sentences.name} is not there: name the file to train on.", file=sys.stderr)
        return 2
    chain = train(read_abstracts(options.sentences))
    text = chain.to_text(*REMARKS)
    if options.check:
        same = WEIGHTS.read_bytes() == text.encode()
        print(f"{WEIGHTS.name} is {'what' if same else 'not what'} these data give")
        return 0 if same else 1
    WEIGHTS.write_bytes(text.encode())
    print(f"wrote {WEIGHTS.name}: {len(chain.rows)} features, {len(text.encode())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
