#!/usr/bin/env python3
"""Verifies a Handback hand-over package: python3 verify.py [PACKAGE] [--anchor PEM] [--log-key PEM] [--quick] [--json]

PACKAGE is the ZIP, or the folder it was unpacked to (default: the folder above this script). Needs Python 3.8 or later
and openssl; with git it also opens every bundle. It writes nothing but temporary files, goes nowhere, follows no link.
Exit codes: 0 good, 1 a finding, 2 usage, 3 cannot read."""
import argparse, base64, calendar, hashlib, json, os, re, shutil, stat, struct, subprocess, sys, tempfile, time, zlib

CHUNK = 1 << 20
SMALL = 64 << 20  # of a file that is read as a whole: a certificate, a checkpoint
NAME = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\Z")
HEX = re.compile(r"[0-9a-f]{64}\Z")
TAGS = {"README.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "unpack.py",
        "evidence/certificates.jsonl", "evidence/checkpoint.txt", "evidence/ledger.ndjson", "evidence/log.pub.pem",
        "metadata/assets.jsonl", "metadata/files.jsonl", "metadata/package.json", "verify/README.txt", "verify/verify.py"}
MORE_TAGS = re.compile(r"(metadata/schemas/[a-z]+\.schema\.json|evidence/certificates/[A-Za-z0-9._-]+\.pdf"
                       r"|evidence/checkpoint\.tsr|evidence/documents/[a-z_]+/[A-Za-z0-9._-]+)\Z")


class Refused(Exception):
    """(code, object, detail): nothing behind this can be judged."""


class Unreadable(Exception):
    pass


class Part:
    """A window on a file: of a ZIP entry that is not compressed."""

    def __init__(self, file, start, size):
        self.file, self.at, self.left = file, start, size

    def read(self, most=-1):
        count = self.left if most is None or most < 0 else min(most, self.left)
        self.file.seek(self.at)
        found = self.file.read(count)
        self.at += len(found)
        self.left -= len(found)
        return found

    def close(self):
        pass


class Folder:
    def __init__(self, root):
        self.root, self.sizes = root, {}
        for folder, folders, files in os.walk(root, followlinks=False):
            for name in folders + files:
                path = os.path.join(folder, name)
                inside = os.path.relpath(path, root).replace(os.sep, "/")
                mode = os.lstat(path)
                if stat.S_ISDIR(mode.st_mode):
                    continue
                if not stat.S_ISREG(mode.st_mode) or not NAME.match(inside):
                    raise Refused("PACKAGE_ENTRY_REFUSED", printable(inside), "a link, a device or a name no package has")
                self.sizes[inside] = mode.st_size

    def open(self, name):
        if os.path.islink(os.path.join(self.root, name)):
            raise Refused("PACKAGE_ENTRY_REFUSED", name, "became a link")
        return open(os.path.join(self.root, name), "rb")


class Zip:
    """Only what a package is: uncompressed regular files that lie one behind the other, each named once."""

    def __init__(self, path):
        self.file, self.sizes, self.starts = open(path, "rb"), {}, {}
        length = os.fstat(self.file.fileno()).st_size
        count, size, begin = self.end(length)
        if size > length or begin + size > length or count * 46 > size:
            self.refuse("-", "its directory does not fit")
        at = begin
        expected, top = 0, None
        for _ in range(count):
            fixed = self.bytes(at, 46)
            (magic, _, need, flags, method, _, _, crc, packed, plain, names, extra, comment, disk, _, external,
             offset) = struct.unpack("<IHHHHHHIIIHHHHHII", fixed)
            raw = self.bytes(at + 46, names)
            more = self.bytes(at + 46 + names, extra)
            at += 46 + names + extra + comment
            name = raw.decode("ascii", "replace")
            if magic != 0x02014b50 or comment or disk or method or flags not in (0, 8) or at > begin + size:
                self.refuse(name, "compressed, encrypted or not written as packages are")
            if external >> 16 != 0o100644 or not NAME.match(name) or ".." in name.split("/") or "." in name.split("/"):
                self.refuse(name, "a link, a folder or a name no package has")
            plain, packed, offset = self.wide(name, more, plain, packed, offset)
            first, _, inside = name.partition("/")
            top = top or first
            if first != top or not inside or inside in self.starts:
                self.refuse(name, "named twice, or beside the package's folder")
            if plain != packed or offset != expected:
                self.refuse(name, "overlaps another entry, or leaves a gap")
            expected = self.local(name, raw, offset, plain, flags, crc, begin)
            self.sizes[inside] = plain
        if at != begin + size or expected != begin:
            self.refuse("-", "bytes that belong to no entry")

    def end(self, length):
        magic, disk, disk2, here, count, size, begin, comment = struct.unpack("<IHHHHIIH", self.bytes(length - 22, 22))
        if magic != 0x06054b50 or disk or disk2 or here != count or comment:
            raise Unreadable("not a ZIP, or something stands behind its end")
        end = length - 22
        if count == 0xFFFF or size == 0xFFFFFFFF or begin == 0xFFFFFFFF:
            magic, _, at, disks = struct.unpack("<IIQI", self.bytes(end - 20, 20))
            if magic != 0x07064b50 or disks != 1 or at != end - 76:
                self.refuse("-", "its ZIP64 end is not where it belongs")
            magic, rest, _, _, _, _, here, count, size, begin = struct.unpack("<IQHHIIQQQQ", self.bytes(at, 56))
            if magic != 0x06064b50 or rest != 44 or here != count:
                self.refuse("-", "its ZIP64 end is broken")
            end = at
        if begin + size != end:
            self.refuse("-", "its directory does not end at its end")
        return count, size, begin

    def wide(self, name, extra, plain, packed, offset):
        if not extra:
            return plain, packed, offset
        wanted = [v == 0xFFFFFFFF for v in (plain, packed, offset)]
        if len(extra) != 4 + 8 * sum(wanted) or struct.unpack("<HH", extra[:4]) != (1, 8 * sum(wanted)):
            self.refuse(name, "carries what packages do not")
        values = list(struct.unpack("<%dQ" % sum(wanted), extra[4:]))
        return tuple(values.pop(0) if w else v for w, v in zip(wanted, (plain, packed, offset)))

    def local(self, name, raw, offset, size, flags, crc, limit):
        (magic, _, other, method, _, _, sum_, packed, plain, names, extra) = struct.unpack(
            "<IHHHHHIIIHH", self.bytes(offset, 30))
        large = size >= 0xFFFFFFFF
        shown = 0xFFFFFFFF if large else 0 if flags else size
        if (magic != 0x04034b50 or other != flags or method or names != len(raw) or self.bytes(offset + 30, names) != raw
                or extra != (20 if large else 0) or packed != shown or plain != shown or sum_ != (0 if flags else crc)):
            self.refuse(name, "its own header and the directory differ")
        start = offset + 30 + names + extra
        end = start + size
        if end > limit:
            self.refuse(name, "does not fit")
        if flags:
            layout = "<IIQQ" if large else "<IIII"
            if struct.unpack(layout, self.bytes(end, struct.calcsize(layout))) != (0x08074b50, crc, size, size):
                self.refuse(name, "its own sums and the directory differ")
            end += struct.calcsize(layout)
        self.starts[name.partition("/")[2]] = start
        return end

    def bytes(self, at, count):
        if at < 0:
            raise Unreadable("too short for a package")
        self.file.seek(at)
        found = self.file.read(count)
        if len(found) != count:
            raise Unreadable("it breaks off")
        return found

    def refuse(self, name, why):
        raise Refused("PACKAGE_ENTRY_REFUSED", printable(name), why)

    def open(self, name):
        return Part(self.file, self.starts[name], self.sizes[name])


def unique(pairs):
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a name twice in one object")
    return row


def parse(text):
    return json.loads(text, object_pairs_hook=unique)


def unbase64(text):
    return base64.b64decode(text, validate=True)


def printable(text):
    return "".join(c if 32 <= ord(c) < 127 else "?" for c in text[:200])


def shown(text):
    """For a terminal: neither controls nor what cannot be written."""
    return "".join(c if c.isprintable() else "?" for c in text)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(body, index, size, path, root):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last, hash_ = index, size - 1, hashlib.sha256(b"\x00" + body).digest()
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            hash_ = node(sibling, hash_)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash_ = node(hash_, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and hash_ == root


def grew(old, old_root, size, root, path):
    """RFC 9162, 2.1.4.2."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == root
    path = ([old_root] if old & (old - 1) == 0 else []) + path
    if not path:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = node(sibling, older), node(sibling, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node(newer, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and older == old_root and newer == root


def tree_root(leaves):
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        level = [node(*level[i:i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
    return level[0].hex() if level else sha256(b"")


class Check:
    def __init__(self, bag, options, work):
        self.bag, self.options, self.work = bag, options, work
        self.findings, self.notes, self.assets, self.certificates = [], [], {}, []
        self.expected, self.attempts, self.digests, self.seals = {}, {}, {}, {}
        self.seqs, self.by_asset = {}, {}
        self.key_trusted, self.stamp = False, None

    def find(self, code, thing, detail, asset=None):
        self.findings.append({"code": code, "object": thing, "detail": detail, **({"asset": asset} if asset else {})})

    def step(self, code, thing, work, *args):
        """What cannot be read is a finding, never a crash."""
        try:
            return work(*args)
        except Refused as e:
            self.find(*e.args)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, ArithmeticError, zlib.error) as e:
            self.find(code, thing, "cannot be read: %s %s" % (type(e).__name__, printable(str(e))))
        return None

    def read(self, name):
        if self.bag.sizes.get(name, SMALL + 1) > SMALL:
            raise Refused("FILE_MISSING", name, "absent, or longer than such a file can be")
        file = self.bag.open(name)
        try:
            return file.read()
        finally:
            file.close()

    def lines(self, name, most=256 << 20):
        """Line by line; a line that is longer than memory may be is refused."""
        if name not in self.bag.sizes:
            raise Refused("FILE_MISSING", name, "the package does not have it")
        file, rest = self.bag.open(name), b""
        try:
            for chunk in iter(lambda: file.read(CHUNK), b""):
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
                if len(rest) > most:
                    raise Refused("BAG_BROKEN", name, "a line longer than any package's")
        finally:
            file.close()
        if rest:
            raise Refused("BAG_BROKEN", name, "its last line has no end")

    def rows(self, name):
        for line in self.lines(name):
            row = parse(line)
            if not isinstance(row, dict):
                raise ValueError("expected an object")
            yield row

    def digest(self, name):
        if name not in self.digests:
            sum_, file = hashlib.sha256(), self.bag.open(name)
            for chunk in iter(lambda: file.read(CHUNK), b""):
                sum_.update(chunk)
            file.close()
            self.digests[name] = sum_.hexdigest()
        return self.digests[name]

    # ------------------------------------------------------------------------------------------------ the bag

    def run(self):
        self.step("BAG_BROKEN", "bagit.txt", self.structure)
        self.step("BAG_BROKEN", "tagmanifest-sha256.txt", self.tag_digests)
        manifest = self.step("BAG_BROKEN", "manifest-sha256.txt", self.manifest, "manifest-sha256.txt") or {}
        self.step("BAG_BROKEN", "bag-info.txt", self.oxum)
        about = self.step("BAG_BROKEN", "metadata/package.json", self.about)
        if about:
            if "evidence/checkpoint.tsr" in self.bag.sizes:
                self.step("TIMESTAMP_REFUSED", "evidence/checkpoint.tsr", self.time_stamp)
            ledger = {}
            self.step("ENTRY_NOT_PROVED", "evidence/ledger.ndjson", self.ledger, about, ledger)
            self.step("HOLDING_DIFFERS", "metadata/files.jsonl", self.holdings, about, ledger)
            self.payload(manifest)
            self.step("CERTIFICATE_NOT_PROVED", "evidence/certificates.jsonl", self.certified, about, ledger)
            self.step("FILE_CHANGED", "evidence/documents", self.papers, about, ledger)
            self.trust()
        self.payload_digests(manifest)
        if not self.options.quick:
            self.bundles()
        self.verdicts()

    def structure(self):
        if self.read("bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
            self.find("BAG_BROKEN", "bagit.txt", "expected BagIt 1.0 in UTF-8")
        for name in sorted(self.bag.sizes):
            if not name.startswith("data/") and name not in TAGS and not MORE_TAGS.match(name):
                self.find("FILE_ADDED", name, "no package has such a file")
        for name in sorted(TAGS):
            if name not in self.bag.sizes:
                self.find("FILE_MISSING", name, "every package has it")

    def manifest(self, name):
        listed, last = {}, ""
        for line in self.lines(name):
            digest, path = line[:64].decode("ascii"), line[66:].decode("ascii")
            if line[64:66] != b"  " or not HEX.match(digest) or not NAME.match(path) or ".." in path.split("/"):
                raise Refused("BAG_BROKEN", name, "a line that no package has: " + printable(line.decode("ascii", "replace")))
            if path <= last:
                raise Refused("BAG_BROKEN", name, path + " is listed twice, or out of order")
            listed[path] = digest
            last = path
        return listed

    def tag_digests(self):
        listed = self.manifest("tagmanifest-sha256.txt")
        for name in sorted(n for n in self.bag.sizes if not n.startswith("data/") and n != "tagmanifest-sha256.txt"):
            if name not in listed:
                self.find("FILE_ADDED", name, "tagmanifest-sha256.txt does not list it")
            elif self.digest(name) != listed[name]:
                self.find("FILE_CHANGED", name, "expected SHA-256 %s, found %s" % (listed[name], self.digest(name)))
        for name in listed:
            if name not in self.bag.sizes:
                self.find("FILE_MISSING", name, "tagmanifest-sha256.txt lists it")

    def oxum(self):
        found = re.findall(r"^Payload-Oxum: (\d+)\.(\d+)$", self.read("bag-info.txt").decode("utf-8"), re.M)
        sizes = [size for name, size in self.bag.sizes.items() if name.startswith("data/")]
        if found != [(str(sum(sizes)), str(len(sizes)))]:
            self.find("BAG_BROKEN", "bag-info.txt", "Payload-Oxum: expected %d.%d" % (sum(sizes), len(sizes)))

    def payload_digests(self, manifest):
        payload = sorted(n for n in self.bag.sizes if n.startswith("data/"))
        for done, name in enumerate(payload):
            if name not in manifest:
                self.find("FILE_ADDED", name, "manifest-sha256.txt does not list it")
            elif not self.options.quick and self.digest(name) != manifest[name]:
                self.find("FILE_CHANGED", name, "expected SHA-256 %s, found %s" % (manifest[name], self.digest(name)),
                          self.asset_of(name))
            if sys.stderr.isatty() and done % 1000 == 0:
                print("%d of %d files" % (done, len(payload)), end="\r", file=sys.stderr)
        for name in sorted(manifest):
            if name not in self.bag.sizes:
                self.find("FILE_MISSING", name, "manifest-sha256.txt lists it", self.asset_of(name))

    def asset_of(self, path):
        return self.expected.get(path, (None, None, None))[2]

    # ------------------------------------------------------------------------------------------------ the ledger

    def about(self):
        about = parse(self.read("metadata/package.json"))
        if about["schema"] != "handback/package/1" or not all(isinstance(a, str) for a in about["scope"]):
            raise Refused("BAG_BROKEN", "metadata/package.json", "not a package of this version")
        self.note = self.read("evidence/checkpoint.txt")
        self.origin, self.size, self.root = self.head(self.note)
        if (about["origin"], about["ledgerSize"], about["ledgerRoot"]) != (self.origin, self.size, self.root.hex()):
            self.find("CHECKPOINT_NOT_PROVED", "metadata/package.json", "names another checkpoint")
        if not self.signed(self.note):
            self.find("CHECKPOINT_NOT_PROVED", "evidence/checkpoint.txt", "evidence/log.pub.pem did not sign it")
        if self.options.log_key:
            given = self.der(open(self.options.log_key, "rb").read())
            self.key_trusted = given is not None and given == self.der(self.read("evidence/log.pub.pem"))
            if not self.key_trusted:
                self.find("CHECKPOINT_NOT_TRUSTED", "evidence/log.pub.pem", "it is not the key of --log-key")
        return about

    def time_stamp(self):
        """What an authority outside says of the checkpoint (RFC 3161)."""
        token, note = self.temp("token", self.read("evidence/checkpoint.tsr")), self.temp("stamped", self.note)
        text = self.openssl(["ts", "-reply", "-in", token, "-token_in", "-token_out", "-text"]).stdout.decode("utf-8", "replace")
        at = re.search(r"^Time stamp: (\w{3} +\d+ \d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT", text, re.M)
        weak = re.search(r"^Hash Algorithm: (?!sha256|sha384|sha512)", text, re.M)
        certificates = self.temp("tsa", self.openssl(["pkcs7", "-inform", "DER", "-in", token, "-print_certs"]).stdout)
        if not at or weak:
            return self.find("TIMESTAMP_REFUSED", "evidence/checkpoint.tsr", "this is no time-stamp token, or of a weak digest")
        moment = str(calendar.timegm(time.strptime(" ".join(at.groups()), "%b %d %H:%M:%S %Y")))
        verify = ["ts", "-verify", "-in", token, "-token_in", "-data", note, "-attime", moment, "-partial_chain", "-untrusted",
                  certificates, "-CAfile"]
        if self.openssl(verify + [certificates]).returncode:
            return self.find("TIMESTAMP_REFUSED", "evidence/checkpoint.tsr", "it is no good time-stamp of evidence/checkpoint.txt")
        believed = any(not self.openssl(verify + [anchor]).returncode for anchor in self.options.anchor)
        self.stamp = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(moment))), "believed": believed}
        self.notes.append("the checkpoint was stamped at %s%s" % (
            self.stamp["at"], "" if believed else ", by somebody for whom no --anchor vouches"))

    @staticmethod
    def head(note):
        found = re.match("([^\\s+]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\\s+]+ \\S+\n)+)\\Z",
                         note.decode("utf-8"))
        if not found:
            raise Refused("CHECKPOINT_NOT_PROVED", "evidence/checkpoint.txt", "this is no signed checkpoint")
        return found.group(1), int(found.group(2)), base64.b64decode(found.group(3))

    @staticmethod
    def der(pem):
        found = re.search(b"-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", pem, re.S)
        return base64.b64decode(b"".join(found.group(1).split())) if found else None

    def signed(self, note):
        key = self.der(self.read("evidence/log.pub.pem"))
        text, _, signatures = note.partition(b"\n\n")
        text += b"\n"
        origin = text.split(b"\n")[0]
        if key is None or len(key) != 44:
            return False
        key_id = hashlib.sha256(origin + b"\n\x01" + key[-32:]).digest()[:4]
        for line in signatures.split(b"\n"):
            if line.startswith("\u2014 ".encode("utf-8") + origin + b" "):
                blob = base64.b64decode(line.rsplit(b" ", 1)[1])
                if blob[:4] == key_id and self.openssl(
                        ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", self.temp("key", key), "-rawin",
                         "-in", self.temp("note", text), "-sigfile", self.temp("sig", blob[4:])]).returncode == 0:
                    return True
        return False

    def temp(self, name, data):
        path = os.path.join(self.work, name)
        with open(path, "wb") as out:
            out.write(data)
        return path

    @staticmethod
    def openssl(args):
        return subprocess.run(["openssl"] + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ledger(self, about, facts):
        last = -1
        for row in self.rows("evidence/ledger.ndjson"):
            seq, body = row["seq"], row["body"].encode("utf-8")
            path = [unbase64(p) for p in row["proof"]]
            if seq <= last or not included(body, seq, self.size, path, self.root):
                self.find("ENTRY_NOT_PROVED", "entry %d" % seq, "evidence/checkpoint.txt does not cover it: "
                          + printable(row["body"][:80]), self.about_asset(row["body"]))
                continue
            last = seq
            fact = parse(body)
            if fact.get("exit_id", about["exit"]) != about["exit"]:
                self.find("ENTRY_NOT_PROVED", "entry %d" % seq, "is of exit " + printable(fact["exit_id"]))
            facts.setdefault(fact["table"], []).append(fact)
            self.seqs[id(fact)] = seq

    @staticmethod
    def about_asset(body):
        try:
            return parse(body).get("asset")
        except ValueError:
            return None

    # ------------------------------------------------------------------------------------------------ what is held

    def holdings(self, about, ledger):
        register = {fact["asset"]: fact for fact in ledger.get("register_row", [])}
        for fact in ledger.get("attempt_ended", []):
            self.attempts.setdefault(fact["asset"], []).append(fact)
        self.sealed(ledger)
        signed = self.signed_certificates(ledger, about)
        assets, names = self.rows("metadata/assets.jsonl"), self.rows("metadata/files.jsonl")
        bundles = {}
        for asset in about["scope"]:
            found = next(assets, {})
            row = register.get(asset)
            if row is None:
                self.find("HOLDING_DIFFERS", "metadata/assets.jsonl", "says other than the ledger", asset)
                continue
            attempts = [self.attempt(asset, fact, names, bundles) for fact in self.attempts.get(asset, [])]
            here = [attempt for attempt in attempts if "quarantine" not in attempt]
            partial = bool(here) and here[-1]["outcome"] == "PARTIAL"
            wanted = {"asset": asset, **{f: row[f] for f in ("title", "kind", "origin", "disposition")}, "partial": partial,
                      "attempts": attempts, "certificates": [n for n, c in signed.items() if asset in c["scope"]]}
            self.assets[asset] = {"asset": asset, "outcome": here[-1]["outcome"] if here else "NONE",
                                  "certified": []}
            if found != wanted:
                self.find("HOLDING_DIFFERS", "metadata/assets.jsonl", "says other than the ledger", asset)
        for more in (assets, names):
            if next(more, None) is not None:
                self.find("HOLDING_DIFFERS", "metadata", "names more than the ledger does")

    def sealed(self, ledger):
        """What is in quarantine, or was erased: in no package. An erasure is of what had been retrieved before it began."""
        facts = lambda table: {fact["quarantine"]: fact for fact in ledger.get(table, [])}
        released, begun, erased = facts("quarantine_released"), facts("erasure_begun"), facts("erased")
        for placed in ledger.get("quarantined", []):
            name, attempts = placed["quarantine"], self.attempts.get(placed["asset"], [])
            digests = [a.get("content_digest") for a in attempts if a["number"] == placed["number"]]
            for fact in attempts:
                same = fact.get("content_digest") is not None and fact["content_digest"] in digests
                before = name not in begun or self.moment(fact["at"]) < self.moment(begun[name]["at"])
                if name not in released and before and (fact["number"] == placed["number"] or same):
                    self.seals.setdefault((fact["asset"], fact["number"]), (name, name in erased))
        for (asset, number), (name, gone) in sorted(self.seals.items()):
            self.notes.append("asset %s, attempt %d: %s %s on the ledger says" % (
                asset, number, "erased, as tombstone" if gone else "sealed and left out, as quarantine", name))

    @staticmethod
    def moment(text):
        """Of the same zone always; the fraction of the second may be of any length."""
        found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00:00\Z", text)
        if not found:
            raise ValueError("no moment of UTC: " + printable(text))
        return found.group(1), (found.group(2) or "").ljust(6, "0")

    def attempt(self, asset, fact, names, bundles):
        if (asset, fact["number"]) in self.seals:
            name, gone = self.seals[asset, fact["number"]]
            return {"attempt": fact["number"], "outcome": fact["outcome"], "contentDigest": fact.get("content_digest"),
                    "held": [], "quarantine": name, "erased": gone}
        held = []
        for file in fact.get("held", []):
            path = "data/sha256/%s/%s/%s" % (file["sha256"][:2], file["sha256"][2:4], file["sha256"])
            if file["name"] == "bundle":
                path = bundles.setdefault((asset, file["sha256"]), "data/git/%s/%d.bundle" % (asset, fact["number"]))
            self.expect(path, file["sha256"], file["bytes"], asset)
            held.append({"name": file["name"], "sha256": file["sha256"], "bytes": file["bytes"], "path": path})
            if file["name"] in ("manifest", "files"):
                self.step("HOLDING_DIFFERS", path, self.names, asset, fact["number"], file["name"], path, names)
        return {"attempt": fact["number"], "outcome": fact["outcome"], "contentDigest": fact.get("content_digest"), "held": held}

    def expect(self, path, digest, size, asset):
        if not HEX.match(digest) or self.expected.setdefault(path, (digest, size, asset))[:2] != (digest, size):
            self.find("HOLDING_DIFFERS", path, "is named with two sizes", asset)

    def names(self, asset, attempt, list_, path, names):
        for number, line in enumerate(self.rows(path)):
            wanted = self.named(line) if number else None
            if wanted is None:
                continue
            digest, size = wanted.pop("sha256"), wanted.pop("bytes")
            place = "data/sha256/%s/%s/%s" % (digest[:2], digest[2:4], digest)
            self.expect(place, digest, size, asset)
            row = {"asset": asset, "attempt": attempt, "list": list_, "row": number, **wanted, "sha256": digest,
                   "bytes": size, "path": place}
            if next(names, None) != row:
                raise Refused("HOLDING_DIFFERS", "metadata/files.jsonl", "row %d of the %s of attempt %d is not what %s says"
                              % (number, list_, attempt, path), asset)

    @staticmethod
    def named(line):
        encoded = lambda text: base64.b64encode(text.encode("utf-8")).decode("ascii")
        if "lfs" in line:
            return {"what": "lfs", "name": line["lfs"], "nameBase64": encoded(line["lfs"]), "sha256": line["lfs"],
                    "bytes": line["size"]} if line["held"] else None
        if "key" in line:
            return {"what": "document", "name": line["key"], "nameBase64": line["keyBase64"], "versionId": line["versionId"],
                    "latest": line["latest"], "sha256": line["sha256"], "bytes": line["size"]} \
                if line["state"] == "HELD" else None
        return {"what": "file", "name": line["name"], "nameBase64": line.get("nameBase64", encoded(line["name"])),
                "sha256": line["sha256"], "bytes": line["size"]} if "name" in line else None

    def payload(self, manifest):
        """Files, manifest and ledger name the same."""
        for path, (digest, size, asset) in sorted(self.expected.items()):
            if path not in self.bag.sizes or path not in manifest:
                self.find("FILE_MISSING", path, "the ledger says that it is held", asset)
            elif manifest[path] != digest or self.bag.sizes[path] != size:
                self.find("HOLDING_DIFFERS", path, "expected %d bytes of SHA-256 %s" % (size, digest), asset)
        for path in sorted(set(manifest) | {n for n in self.bag.sizes if n.startswith("data/")}):
            if path not in self.expected:
                self.find("FILE_ADDED", path, "no fact on the ledger names it")

    # ------------------------------------------------------------------------------------------------ papers

    def papers(self, about, ledger):
        """Instruments, orders, recalls, preserve notices and what holders sent: as the ledger names them, none more, none less."""
        of = lambda table, number: {f[number]: f["scope"] for f in ledger.get(table, [])}
        orders, recalls = of("order_drawn_up", "number"), of("destruction_recalled", "recall")
        kinds = (("instrument_recorded", "instrument", "document_sha256", lambda f: [a["asset"] for a in f["assets"]]),
                 ("destruction_order", "number", "sealed_sha256", lambda f: orders.get(f["number"], [])),
                 ("recall_notice", "recall", "sealed_sha256", lambda f: recalls.get(f["recall"], [])),
                 ("preserve_notice", "hold", "sealed_sha256", lambda f: []),
                 ("attestation", "attestation", "letter_sha256", lambda f: [a["asset"] for a in f["said"]]))
        expected = {}
        for table, number, digest, named in kinds:
            for fact in ledger.get(table, []):
                ours = sorted(set(named(fact)) & set(about["scope"]))
                if fact.get(digest) and (ours or not named(fact)):
                    expected["evidence/documents/%s/%s" % (table, fact[number])] = (fact[digest], ours[0] if ours else None)
        for name, (digest, asset) in sorted(expected.items()):
            if name not in self.bag.sizes:
                self.find("FILE_MISSING", name, "a fact on the ledger names it", asset)
            elif self.digest(name) != digest:
                self.find("FILE_CHANGED", name, "the ledger names the file of SHA-256 " + printable(digest), asset)
        for name in sorted(self.bag.sizes):
            if name.startswith("evidence/documents/") and name not in expected:
                self.find("FILE_ADDED", name, "no fact on the ledger names it")

    # ------------------------------------------------------------------------------------------------ certificates

    @staticmethod
    def signed_certificates(ledger, about):
        requests = {fact["request"]: fact for fact in ledger.get("certificate_requested", [])}
        drawn = {fact["number"]: fact for fact in ledger.get("certificate", [])}
        found = {}
        for fact in ledger.get("certificate_decided", []):
            if fact["decision"] == "SIGNED":
                certificate = drawn.get(fact["number"], {})
                scope = requests.get(certificate.get("request"), {"scope": []})["scope"]
                if set(scope) & set(about["scope"]):
                    found[fact["number"]] = {"fact": certificate, "sha256": fact["sealed_sha256"], "scope": scope}
        return dict(sorted(found.items()))

    def certified(self, about, ledger):
        signed = self.signed_certificates(ledger, about)
        void = {f["number"] for f in ledger.get("certificate_decided", []) if f["decision"] == "VOID"}
        rows = list(self.rows("evidence/certificates.jsonl"))
        if [row["number"] for row in rows] != list(signed):
            self.find("CERTIFICATE_NOT_PROVED", "evidence/certificates.jsonl", "lists others than the ledger: expected "
                      + printable(", ".join(signed)))
        for name in sorted(self.bag.sizes):
            if name.startswith("evidence/certificates/") and name[22:-4] not in signed:
                self.find("FILE_ADDED", name, "no fact on the ledger names it")
        for row in rows:
            if row["number"] in signed:
                before = len(self.findings)
                path = "evidence/certificates/%s.pdf" % row["number"]
                trusted = self.step("CERTIFICATE_REFUSED", path, self.certificate, about, ledger, row, signed[row["number"]], path)
                good = len(self.findings) == before
                self.certificates.append({"number": row["number"], "good": good, "isVoid": row["number"] in void})
                if trusted and good and row["number"] not in void:
                    self.key_trusted = True
                    self.certify(row["number"], trusted)

    def trust(self):
        if not self.key_trusted and not any(f["code"] == "CHECKPOINT_NOT_TRUSTED" for f in self.findings):
            self.find("CHECKPOINT_NOT_TRUSTED", "evidence/log.pub.pem", "no certificate that you believe vouches for this key: "
                      "name the sealing company by --anchor, or the ledger's key by --log-key")

    def certify(self, number, facts):
        for fact in facts["assets"]:
            asset = self.assets.get(fact["asset"])
            here = [a for a in self.attempts.get(fact["asset"], []) if (a["asset"], a["number"]) not in self.seals]
            last = (here or [{}])[-1].get("content_digest")
            if asset and facts["kind"] == "ASSET_RETURN" and last and parse(fact["evidence"]).get("contentDigest") == last:
                asset["certified"].append(number)

    def certificate(self, about, ledger, row, signed, path):
        pdf, fact = self.read(path), signed["fact"]
        if (row["path"], row["sha256"], row["ledgerSize"]) != (path, signed["sha256"], fact["ledger_size"]):
            self.find("CERTIFICATE_NOT_PROVED", path, "evidence/certificates.jsonl says other than the ledger")
        if sha256(pdf) != signed["sha256"]:
            self.find("CERTIFICATE_NOT_PROVED", path, "the ledger names the file of SHA-256 " + signed["sha256"])
        self.seal(pdf, path)
        facts = self.facts(pdf, fact["facts_sha256"], path)
        head = facts["ledger"]
        if facts["number"] != fact["number"] or facts["exit"]["id"] != about["exit"]:
            self.find("CERTIFICATE_NOT_PROVED", path, "is certificate %s of exit %s" % (
                printable(facts["number"]), printable(facts["exit"]["id"])))
        recorded = {(f["instrument"], f["document_sha256"]) for f in ledger.get("instrument_recorded", [])}
        for named in facts.get("instruments", []):
            if (named["instrument"], named["documentSha256"]) not in recorded:
                self.find("EVIDENCE_NOT_PROVED", path, "the ledger knows no instrument %s of that document" % printable(named["instrument"]))
        digests = {}
        scope = set(about["scope"])
        for asset in facts["assets"] + facts["notReturned"] + facts.get("destruction", []):
            digests[asset["asset"]] = asset["evidenceDigest"]
            if "evidence" in asset:
                self.evidence(asset, path)
        for asset in facts.get("destruction", []):
            if asset["asset"] in scope:  # the excerpt says too little of others
                self.step("EVIDENCE_NOT_PROVED", path, self.destroyed, path, ledger, fact["ledger_size"], asset["asset"],
                          parse(asset["evidence"]))
        # the order of the scope, which is that of the names
        root = tree_root([bytes.fromhex(digests[a]) for a in sorted(digests)])
        if root != facts["evidenceRoot"] or root != fact["evidence_root"]:
            self.find("EVIDENCE_NOT_PROVED", path, "its evidence root is not that of its assets")
        origin, size, head_root = self.head(head["checkpoint"].encode("utf-8"))
        if (origin, size, head_root.hex()) != (head["origin"], head["size"], head["root"]) or size != fact["ledger_size"] \
                or head_root.hex() != fact["ledger_root"] or not self.signed(head["checkpoint"].encode("utf-8")):
            self.find("CHECKPOINT_NOT_PROVED", path, "evidence/log.pub.pem did not sign the checkpoint it names")
        if origin != self.origin or not grew(size, head_root, self.size, self.root,
                                             [unbase64(p) for p in row["consistency"]]):
            self.find("HISTORY_CHANGED", path, "the ledger did not grow out of the checkpoint it names")
        return facts

    def evidence(self, asset, path):
        name = asset["asset"]
        if sha256(asset["evidence"].encode("utf-8")) != asset["evidenceDigest"]:
            self.find("EVIDENCE_NOT_PROVED", path, "the evidence does not have the digest printed", name)
        evidence = parse(asset["evidence"])
        ended = [f for f in self.attempts.get(name, []) if f["number"] == evidence.get("attempt")]
        if name in self.assets and evidence.get("contentDigest") and (not ended or any(
                ended[0].get(there) != evidence.get(here) for here, there in
                (("contentDigest", "content_digest"), ("manifestSha256", "manifest_sha256"), ("bundleSha256", "bundle_sha256")))):
            self.find("EVIDENCE_NOT_PROVED", path, "the ledger says other of attempt %s" % evidence.get("attempt"), name)

    def destroyed(self, path, ledger, size, asset, words):
        if not self.by_asset:
            for table, facts in ledger.items():
                for fact in facts:
                    scope, said = (fact[name] if isinstance(fact.get(name), list) else [] for name in ("scope", "said"))
                    names = [fact.get("asset"), *scope, *(row.get("asset") for row in said if isinstance(row, dict))]
                    for name in {name for name in names if isinstance(name, str)}:
                        self.by_asset.setdefault((table, name), []).append(fact)
        then = lambda facts: [fact for fact in facts if self.seqs[id(fact)] < size]
        Retold(lambda code, detail: self.find(code, path, detail, asset), asset, words,
               lambda table: then(ledger.get(table, [])), lambda table: then(self.by_asset.get((table, asset), []))).check()

    def facts(self, pdf, expected, path):
        """The attached JSON: of all attachments the one whose SHA-256 stands on the ledger."""
        for found in re.finditer(rb"/EmbeddedFile\b[^\0]{0,2000}?>>\s*stream\r?\n", pdf):
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(pdf[found.end():], SMALL)
            if sha256(data) == expected:
                return parse(data)
        raise Refused("CERTIFICATE_NOT_PROVED", path, "the facts of SHA-256 %s are not attached" % expected)

    def seal(self, pdf, path):
        refuse = lambda why: self.find("CERTIFICATE_REFUSED", path, why)
        ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
        if len(ranges) != 1:
            return refuse("NO_SEAL: expected one signature, found %d" % len(ranges))
        start, length, second, rest = map(int, ranges[0])
        gap = pdf[length:second]
        if start or not re.match(rb"<[0-9A-Fa-f]*>\Z", gap):
            return refuse("BYTES_NOT_COVERED: the signature does not cover the file from its beginning")
        if second + rest != len(pdf) and not self.only_proof(pdf[:second + rest], pdf[second + rest:]):
            refuse("BYTES_NOT_COVERED: %d bytes behind what the seal covers" % (len(pdf) - second - rest))
        der = bytes.fromhex(gap[1:-1].decode("ascii"))
        der = der[:self.der_length(der)]
        signature, content = self.temp("seal.der", der), self.temp("sealed", pdf[:length] + pdf[second:second + rest])
        common = ["cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", content, "-out", os.devnull]
        if self.openssl(common + ["-noverify"]).returncode:
            return refuse("SEAL_BROKEN: the bytes were changed after the seal was made")
        for anchor in self.options.anchor:
            for time in ([], ["-no_check_time"] if self.stamped(der) else []):
                if not self.openssl(common + ["-CAfile", anchor, "-partial_chain", "-purpose", "any"] + time).returncode:
                    return None
        return refuse("SEAL_NOT_TRUSTED: no --anchor vouches for who sealed it")

    @staticmethod
    def stamped(der):
        """A signature time-stamp (1.2.840.113549.1.9.16.2.14) lies inside."""
        return bytes.fromhex("060b2a864886f70d010910020e") in der

    @staticmethod
    def der_length(der):
        if len(der) < 4 or der[0] != 0x30:
            raise ValueError("no signature")
        if der[1] < 0x80:
            return 2 + der[1]
        count = der[1] & 0x7F
        return 2 + count + int.from_bytes(der[2:2 + count], "big")

    @staticmethod
    def only_proof(sealed, tail):
        """A later revision of nothing but certificates, revocation lists and the dictionary that names them: new objects,
        and the catalog with /DSS added."""
        root, size = re.findall(rb"/Root (\d+) 0 R", sealed), re.findall(rb"/Size (\d+)", sealed)
        objects = re.findall(rb"(\d+) 0 obj\s(.*?)endobj", tail, re.S)
        table = re.search(rb"[\r\n]xref\s(.*?)trailer\b", tail, re.S)
        if (not root or not size or not table or not tail.rstrip().endswith(b"%%EOF") or tail.count(b"startxref") != 1
                or len(re.findall(rb"\bobj\b", tail)) != len(objects) or re.search(rb"/(ObjStm|XRef|XRefStm|Encrypt)\b", tail)):
            return False
        old = lambda number: 0 < number < int(size[-1]) and number != int(root[-1])
        sections = re.findall(rb"(?:^|[\r\n])(\d+) (\d+)(?=\s*[\r\n])", table.group(1))
        if any(old(int(first) + n) for first, count in sections for n in range(min(int(count), 100000))):
            return False
        for number, body in objects:
            if number == root[-1]:
                before = re.findall(rb"\n%s 0 obj\s(.*?)endobj" % number, sealed, re.S)
                plain = lambda text: sorted(re.sub(rb"/(DSS|Extensions|Version)\b(\s*\d+ 0 R|\s*<<.*?>>\s*>>|\s*/\S+)", b"",
                                                   text, flags=re.S).split())
                if not before or plain(before[-1]) != plain(body):
                    return False
            elif old(int(number)) or re.search(rb"/(Page|Annot|XObject|EmbeddedFile|JavaScript|AcroForm)\b",
                                               body.split(b"stream")[0]):
                return False
        return True

    # ------------------------------------------------------------------------------------------------ git

    def bundles(self):
        bundles = sorted(n for n in self.bag.sizes if n.startswith("data/git/") and n in self.expected)
        if bundles and not shutil.which("git"):
            self.notes.append("git is not installed: %d bundles are the bytes that the ledger names, and were not opened"
                              % len(bundles))
            return
        for name in bundles:
            if self.attempt_of(name)["outcome"] in ("VERIFIED", "RECEIVED"):  # what did not come whole need not be closed
                self.step("BUNDLE_REFUSED", name, self.bundle, name)

    def bundle(self, name):
        asset = self.asset_of(name)
        folder = tempfile.mkdtemp(dir=self.work)
        try:
            bundle = os.path.join(folder, "bundle")
            source = self.bag.open(name)
            with open(bundle, "wb") as out:
                shutil.copyfileobj(source, out, CHUNK)
            source.close()
            repository = os.path.join(folder, "repository")
            for step in (["init", "-q", "--bare", repository],
                         ["-C", repository, "fetch", "-q", "--no-write-fetch-head", "--update-head-ok", bundle, "+refs/*:refs/*"],
                         ["-C", repository, "fsck", "--full", "--connectivity-only", "--no-dangling"]):
                done = self.git(step, folder)
                if done.returncode:
                    raise Refused("BUNDLE_REFUSED", name, "git %s: %s" % (
                        [s for s in step if s in ("init", "fetch", "fsck")][0], printable(done.stderr.decode("utf-8", "replace"))),
                        asset)
            heads = self.git(["bundle", "list-heads", bundle], folder).stdout
            found = {line[41:]: line[:40].decode("ascii") for line in heads.split(b"\n") if line}
            if found != self.refs(name):
                raise Refused("BUNDLE_REFUSED", name, "its refs are not those of the manifest", asset)
        finally:
            shutil.rmtree(folder)

    def attempt_of(self, path):
        number = int(path.rsplit("/", 1)[1].split(".")[0])
        return next(f for f in self.attempts[self.asset_of(path)] if f["number"] == number)

    def refs(self, path):
        digest = self.attempt_of(path)["manifest_sha256"]
        refs = {}
        for row in self.rows("data/sha256/%s/%s/%s" % (digest[:2], digest[2:4], digest)):
            if "ref" in row and "id" in row:
                name = base64.b64decode(row["refBase64"]) if "refBase64" in row else row["ref"].encode("utf-8")
                refs[name] = row["id"]
        return refs

    @staticmethod
    def git(args, home):
        clean = {"PATH": os.environ.get("PATH", ""), "HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
                 "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "file", "LC_ALL": "C"}
        return subprocess.run(["git"] + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean)

    # ------------------------------------------------------------------------------------------------ the verdict

    def verdicts(self):
        blamed = {f.get("asset") for f in self.findings}
        for name, asset in self.assets.items():
            asset["verdict"] = ("REFUSED" if name in blamed else "CERTIFIED" if asset["certified"] else
                                "PARTIAL" if asset["outcome"] == "PARTIAL" else
                                "SEALED" if asset["outcome"] == "NONE" and any(a == name for a, _ in self.seals) else
                                "HELD" if asset["outcome"] in ("VERIFIED", "RECEIVED", "EMPTY") else "NOT_HELD")


class Retold:
    """What a record of destruction evidence retells of one asset: in the same words as the entries say that were on the ledger when
    it was drawn up, and every letter and look of them. facts: of a table; mine: those of them that speak of the asset."""

    def __init__(self, find, asset, words, facts, mine):
        self.find, self.asset, self.words, self.facts, self.mine = find, asset, words, facts, mine

    def check(self):
        row = self.words["register"]
        self.same("row of the register", [f for f in self.mine("register_row") if f.get("version") == row.get("version")], row,
                  list(row))
        self.instruction()
        for letter in self.words.get("attestations", []):
            self.letter("attestation %s" % letter["attestation"], letter)
        for look in self.words.get("probes", []):
            self.look("look %s" % look["probe"], look)
        self.all_named("look", "probe_begun", "ordinal", [look["probe"] for look in self.words.get("probes", [])])
        self.all_named("attestation", "attestation", "attestation", [a["attestation"] for a in self.words.get("attestations", [])])
        self.open()
        accepted = [f.get("outcomes", {}).get(self.asset) for f in self.mine("attestation_decided") if f["decision"] == "ACCEPTED"]
        state = self.words["state"]
        if state in ("EVIDENCE_ACCEPTED", "TAIL", "ERASED_WITHOUT_INSTRUCTION") and state not in accepted:
            self.wrong("state " + state, "a letter that legal accepted as that", "none")

    def wrong(self, what, expected, found):
        self.find("EVIDENCE_NOT_PROVED", "%s: expected %s, found %s" % (printable(what), printable(expected), printable(found)))

    def same(self, what, facts, said, fields):
        """fields: name in the words, or name in the words=name in the fact."""
        shown = lambda value: "nothing" if value is None else json.dumps(value)
        # as JSON: to Python 1, 1.0 and true are the same
        plain = lambda value: None if value is None or value in ("", [], {}) else json.dumps(value, sort_keys=True)
        pairs = [(field.split("=")[0], field.split("=")[-1]) for field in fields]
        faults = [[(here, fact.get(there)) for here, there in pairs if plain(said.get(here)) != plain(fact.get(there))]
                  for fact in facts]
        if not faults:
            self.wrong(what, "a fact on the ledger", "none")
        elif [] not in faults:
            for field, expected in faults[-1]:
                self.wrong("%s, %s" % (what, field), shown(expected), shown(said.get(field)))

    def keyed(self, what, facts, column, said, name, fields):
        self.same("%s %s" % (what, said[name]), [f for f in facts if f.get(column) == said[name]], said, fields)

    def all_named(self, what, table, column, named):
        for fact in self.mine(table):
            if fact[column] not in named:
                self.wrong("%s %s" % (what, fact[column]), "to be named, as the ledger does", "nothing")

    def instruction(self):
        for number in self.words.get("returned", []):
            kinds = [f["kind"] for f in self.facts("certificate") if f["number"] == number]
            states = [f["decision"] for f in self.facts("certificate_decided") if f["number"] == number]
            if "ASSET_RETURN" not in kinds or "SIGNED" not in states or "VOID" in states:
                self.wrong("return certificate %s" % number, "signed and not void on the ledger", "neither")
        for basis in self.words.get("counselBasis", []):
            self.same("counsel's basis", self.mine("counsel_basis"), basis, ["basis", "by=actor", "at"])
        if "clearance" in self.words:
            self.keyed("clearance", self.mine("clearance"), "clearance", self.words["clearance"], "clearance",
                       ["basis", "reason", "exclusions", "by=actor", "at"])
        order = self.words.get("order", {"number": None})
        if "order" in self.words:
            drawn = [f["number"] for f in self.mine("order_drawn_up")]
            self.keyed("order", self.facts("destruction_order") if order["number"] in drawn else [], "number", order, "number",
                       ["by=actor", "at", "sealedSha256=sealed_sha256"])
        if "served" in self.words:
            self.same("service of order %s" % order["number"],
                      [f for f in self.facts("order_served") if f["number"] == order["number"]], self.words["served"],
                      ["at=served_at", "on=served_on", "place", "by=served_by", "channel", "proofSha256=proof_sha256"])
        for recall in self.words.get("recalls", []):
            self.keyed("recall", self.mine("destruction_recalled"), "recall", recall, "recall", ["order=number", "at"])

    def letter(self, name, said):
        found = [f for f in self.mine("attestation") if f["attestation"] == said["attestation"]]
        self.same(name, [{**f, "byHolder": "link" in f} for f in found], said,
                  ["order=number", "recordedBy=actor", "at", "dated", "reference", "officerName=officer_name",
                   "officerTitle=officer_title", "standard", "revision", "statement", "letterSha256=letter_sha256",
                   "letterName=letter_name", "byHolder"])
        if not found:
            return
        self.same(name, [row for f in found for row in f["said"] if row["asset"] == self.asset], said["said"],
                  ["result", "method", "technique", "tool", "tool_version=toolVersion", "verification", "completed_on=completedOn",
                   "performer", "verifier", "locations", "subprocessors", "retained", "tails", "media"])
        decided = [{**f, "outcome": f.get("outcomes", {}).get(self.asset)} for f in self.mine("attestation_decided")
                   if f["attestation"] == said["attestation"]]
        # of two at the same moment a contradiction counts
        newest = sorted(decided, key=lambda f: (Check.moment(f["at"]), f["decision"] == "CONTRADICTED"))[-1:]
        if newest or "decision" in said:
            self.same(name, newest, said, ["decision", "decidedBy=actor", "decidedAt=at", "reason", "outcome"])
        if "acceptedBefore" in said:
            self.same(name + ", accepted before", [f for f in decided if f["decision"] == "ACCEPTED"], said["acceptedBefore"],
                      ["by=actor", "at", "reason", "outcome"])

    def look(self, name, said):
        mine = lambda table: [f for f in self.mine(table) if f["ordinal"] == said["probe"]]
        self.same(name, mine("probe_begun"), said, ["purpose", "begunAt=at", "locator"])
        ended = [{**f, **{word: f["detail"].get(word) for word in ("code", "says", "notProbeable")}} for f in mine("probe")]
        if mine("probe_begun") and (ended or "result" in said):
            self.same(name, ended, said,
                      ["at", "result", "seenAs=seen_as", "answerSha256=answer_sha256", "code", "says", "notProbeable"])

    def open(self):
        if "notObservable" in self.words:
            self.same("not observable", self.mine("not_observable"), self.words["notObservable"], ["reason", "by=actor", "at"])
        approvals = sorted((f for f in self.mine("exception_decided") if f["decision"] == "APPROVED"),
                           key=lambda f: Check.moment(f["at"]))
        asked = [{**f, "by": ", ".join(a["actor"] for a in approvals if a["asked"] == f["fact"])} for f in self.mine("exception_asked")]
        for exception in self.words.get("exceptions", []):
            self.same("exception %s" % exception["purpose"], asked, exception,
                      ["purpose", "reason", "askedBy=actor", "remedy", "approvedBy=by"])
        if "dispute" in self.words:
            self.same("dispute", self.mine("dispute_raised"), self.words["dispute"], ["party", "reason", "at"])
        for hold in self.words.get("holds", []):
            self.keyed("hold", self.facts("hold_placed"), "hold", hold, "hold", ["at"])
        for stay in self.words.get("stays", []):
            self.keyed("stay", self.facts("stay_declared"), "stay", stay, "stay", ["since", "at"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", nargs="?", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    parser.add_argument("--anchor", action="append", default=[], help="certificate (PEM) of who seals, got by another way")
    parser.add_argument("--log-key", help="the ledger's public key (PEM), got by another way")
    parser.add_argument("--quick", action="store_true", help="structure, names and sizes; does not read the payload")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not shutil.which("openssl"):
        print("cannot check signatures: openssl is not installed", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as work:
        try:
            for file in options.anchor + ([options.log_key] if options.log_key else []):
                open(file, "rb").close()
            bag = Folder(options.package) if os.path.isdir(options.package) else Zip(options.package)
            check = Check(bag, options, work)
            check.run()
        except Refused as e:
            check = Check(None, options, work)
            check.find(*e.args)
        except (OSError, Unreadable, struct.error) as e:
            print("cannot read: %s" % e, file=sys.stderr)
            return 3
    good = not check.findings
    if options.json:
        print(json.dumps({"good": good, "full": not options.quick, "findings": check.findings, "timeStamp": check.stamp,
                          "notes": check.notes, "certificates": check.certificates,
                          "assets": [check.assets[a] for a in sorted(check.assets)]}, indent=1))
    else:
        for f in check.findings:
            print("%s %s: %s%s" % (f["code"], shown(f["object"]), shown(f["detail"]), " (asset %s)" % shown(f["asset"]) if "asset" in f else ""))
        for note in check.notes:
            print("note: " + shown(note))
        for asset in sorted(check.assets):
            print("asset %s: %s" % (shown(asset), check.assets[asset]["verdict"]))
        if options.quick:
            print("quick: the payload was not read")
        print("%s: %s" % (options.package, "good" if good else "%d findings" % len(check.findings)))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
