#!/usr/bin/env python3
"""Restores the names of what a package holds: python3 unpack.py TARGET [--asset NAME] [--all]

Run it in the unpacked package. TARGET must not exist, or be empty. Per asset it makes TARGET/<asset>/ with
  <asset>.bundle         of a repository (git clone <asset>.bundle)
  lfs/ab/cd/<oid>        its Git LFS objects
  files/...              documents in their latest version, or delivered files
  versions/...           with --all: every held version, each below its key, named by its number in the manifest
Of each asset the last attempt that holds something is restored; with --all every attempt, in folders attempt-<n>.

Names come from the vendor's system and are not trusted. A name is cut at "/"; in each part
  - control characters, % \\ : * ? " < > |, bytes that are no UTF-8, and a blank or dot at the end become %XX (hexadecimal
    of each byte); "." and ".." become %2E and %2E%2E, an empty part becomes %empty;
  - the names of devices (CON, PRN, AUX, NUL, COM1-9, LPT1-9) get their first letter written as %XX;
  - a part longer than 180 bytes is cut to 100 and continued by %~ and the first 16 digits of its SHA-256;
  - a part that differs from another only by case or by Unicode form, or that is a file where another name needs a folder,
    gets %~ and the first 16 digits of the SHA-256 of its own bytes at its end;
  - a path that could become longer than 900 bytes so is %long/ and its SHA-256.
TARGET/names.jsonl lists every name (Base64) with the path it was restored to. Every file is compared with its SHA-256.
Exit codes: 0 good, 1 a file is not what it should be, 2 usage, 3 cannot read."""
import argparse, base64, hashlib, json, os, re, stat, sys, unicodedata

CHUNK = 1 << 20
DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.I)
HEX = re.compile(r"[0-9a-f]{64}\Z")
ASSET = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
PATH = re.compile(r"data/[A-Za-z0-9._/-]+\Z")
FORBIDDEN = '%\\:*?"<>|'


def escape(data):
    return "".join("%%%02X" % b for b in data)


def mark(raw):
    return "%~" + hashlib.sha256(raw).hexdigest()[:16]


def part(raw):
    """One part of a name, as every file system can hold it."""
    if not raw:
        return "%empty"
    if raw in (b".", b".."):
        return escape(raw)
    text = []
    for character in raw.decode("utf-8", "surrogateescape"):
        if 0xDC80 <= ord(character) <= 0xDCFF:
            text.append(escape(bytes([ord(character) - 0xDC00])))
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or character in FORBIDDEN:
            text.append(escape(character.encode("utf-8")))
        else:
            text.append(character)
    if text[-1] in (" ", "."):
        text[-1] = escape(text[-1].encode("ascii"))
    if DEVICE.match("".join(text)):
        text[0] = escape(text[0].encode("utf-8"))
    name = "".join(text)
    if len(name.encode("utf-8")) > 180:
        name = name.encode("utf-8")[:100].decode("utf-8", "ignore") + mark(raw)
    return name


class Names:
    """Gives each name a path of its own, whatever the file system takes for the same."""

    def __init__(self):
        self.taken = {}

    def path(self, raw):
        parts, place, key = raw.split(b"/"), "", ""
        names = [part(piece) for piece in parts]
        if sum(len(name.encode("utf-8")) + 19 for name in names) > 900:
            return os.path.join(names[0], "%long", hashlib.sha256(raw).hexdigest())
        for number, piece in enumerate(parts):
            folder = number + 1 < len(parts)
            name = names[number]
            if not self.fits(key, name, piece, folder):
                name = name[:120] + mark(raw if not folder else piece + b"/")
                if not self.fits(key, name, piece, folder):
                    raise ValueError("two names are the same: %r" % raw)
            key = key + "/" + unicodedata.normalize("NFC", name).lower().upper().lower()
            place = os.path.join(place, name)
        return place

    def fits(self, key, name, piece, folder):
        key = key + "/" + unicodedata.normalize("NFC", name).lower().upper().lower()
        mine = (piece, folder)
        return self.taken.setdefault(key, mine) == mine and (folder or self.once(key))

    def once(self, key):
        if (key, "file") in self.taken:
            return False
        self.taken[(key, "file")] = True
        return True


class Unpacking:
    def __init__(self, bag, target):
        self.bag, self.target, self.bad = bag, target, 0
        self.names = open(self.inside("names.jsonl"), "x", encoding="ascii")

    def inside(self, path):
        place = os.path.normpath(os.path.join(self.target, path))
        if os.path.commonpath([place, self.target]) != self.target:
            raise ValueError("leads out of the target: %r" % path)
        return place

    def copy(self, source, digest, place, raw):
        """Only to a new file, never through a link."""
        if not PATH.match(source) or ".." in source.split("/") or not HEX.match(digest):
            raise ValueError("metadata names %r" % source[:200])
        where = os.path.join(self.bag, *source.split("/"))
        if not stat.S_ISREG(os.lstat(where).st_mode):
            raise ValueError(source + " is no file")
        goal = self.inside(place)
        os.makedirs(os.path.dirname(goal), exist_ok=True)
        sum_ = hashlib.sha256()
        with open(where, "rb") as read, open(goal, "xb") as write:
            for chunk in iter(lambda: read.read(CHUNK), b""):
                sum_.update(chunk)
                write.write(chunk)
        os.chmod(goal, 0o444)
        if sum_.hexdigest() != digest:
            os.remove(goal)
            self.bad += 1
            print("%s: expected SHA-256 %s, found %s; not restored" % (source, digest, sum_.hexdigest()), file=sys.stderr)
        self.names.write(json.dumps({"path": place.replace(os.sep, "/"), "nameBase64": base64.b64encode(raw).decode("ascii"),
                                     "sha256": digest}) + "\n")


def rows(bag, name):
    with open(os.path.join(bag, "metadata", name), encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def restore(options, bag):
    unpacking, chosen, folders = Unpacking(bag, options.target), {}, {}
    for asset in rows(bag, "assets.jsonl"):
        name = asset["asset"]
        if not ASSET.match(name):
            raise ValueError("no asset is called %r" % name[:100])
        holding = [a for a in asset["attempts"] if a["held"]]
        if options.asset and name != options.asset or not holding:
            continue
        for attempt in holding if options.all else holding[-1:]:
            key = (name, attempt["attempt"])
            folders[key] = os.path.join(part(name.encode()), "attempt-%d" % attempt["attempt"] if options.all else "")
            chosen[key] = Names()
            for held in attempt["held"]:
                if held["name"] == "bundle":
                    unpacking.copy(held["path"], held["sha256"], os.path.join(folders[key], part(name.encode()) + ".bundle"),
                                   name.encode())
    for row in rows(bag, "files.jsonl"):
        key = (row["asset"], row["attempt"])
        if key not in chosen:
            continue
        raw, digest = base64.b64decode(row["nameBase64"]), row["sha256"]
        if row["what"] == "lfs":
            place = os.path.join("lfs", digest[:2], digest[2:4], digest)
        elif row["what"] == "document" and not row["latest"]:
            if not options.all:
                continue
            place = os.path.join("versions", chosen[key].path(b"versions/" + raw + b"/%d" % row["row"])[len("versions/"):])
        else:
            place = os.path.join("files", chosen[key].path(b"files/" + raw)[len("files/"):])
        unpacking.copy(row["path"], digest, os.path.join(folders[key], place), raw)
    unpacking.names.close()
    return unpacking.bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--asset")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    options.target = os.path.abspath(options.target)
    if os.path.lexists(options.target) and (os.path.islink(options.target) or os.listdir(options.target)):
        parser.error("TARGET must not exist, or be an empty folder")
    try:
        os.makedirs(options.target, exist_ok=True)
        bad = restore(options, os.path.dirname(os.path.abspath(__file__)))
    except (OSError, ValueError, KeyError, TypeError) as e:
        print("cannot unpack: %s" % e, file=sys.stderr)
        return 3
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
