"""Makes JSON web tokens with the mistakes of those who sign them by hand, by
making the mistakes:

    python3 make.py > python.json

Each one says which cause has to be found. secret is what the person who looks
for the mistake enters, where it is not the one of vectors.json; signed is what
was signed, where it is not header and payload as they are sent.
"""
import base64
import binascii
import hashlib
import hmac
import json
import pathlib
import textwrap
from urllib.parse import quote

signer = pathlib.Path(__file__).parents[3]
credentials = json.loads((signer / "testdata" / "vectors.json").read_text("utf-8"))
client_id, secret = credentials["client_id"], credentials["secret"]
workbook = "https://app.sigmacomputing.com/acme/workbook/Sales-4fZ1example"


def compact(claims):
    return json.dumps(claims, separators=(",", ":"), ensure_ascii=False)


def urlsafe(data):
    """base64url with its padding, as the standard library writes it."""
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def standard(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def bare(text):
    return text.rstrip("=")


# The payload has what the two alphabets write differently, and header and payload
# have lengths that are padded.
header = compact({"alg": "HS256", "kid": client_id})
payload = compact({"sub": "ada@example.com", "jti": "j??>~~>>", "iat": 1700000000, "exp": 1700000600, "first_name": "ÿÿþ>?"})
good = bare(urlsafe(header)) + "." + bare(urlsafe(payload))
padded = urlsafe(header) + "." + urlsafe(payload)
assert set("-_") <= set(good) and urlsafe(header).endswith("=") and urlsafe(payload).endswith("=")

vectors = []


def write(digest):
    return bare(urlsafe(digest))


def add(code, why, key=secret, text=good, algorithm=hashlib.sha256, write=write, sent=good, entered=secret, copy=str, name=":jwt"):
    if isinstance(key, str):
        key = key.encode()
    token = copy(sent + "." + write(hmac.new(key, text.encode(), algorithm).digest()))
    vector = {"code": code, "why": why, "url": workbook + "?" + name + "=" + quote(token, safe="") + "&:embed=true"}
    if entered != secret:
        vector["secret"] = entered
    if text != sent:
        vector["signed"] = text
    vectors.append(vector)


# The secret.
add("secret_outer_space", "the secret is entered with spaces around it", entered=" " + secret + " ")
add("secret_newline", "open().read() without strip", key=secret + "\n")
add("secret_crlf", "a line of a Windows file", key=secret + "\r\n")
add("secret_trailing_space", "a space at the end of a line of .env", key=secret + " ")
add("secret_double_quotes", "double quotes in .env", key='"' + secret + '"')
add("secret_single_quotes", "single quotes in .env", key="'" + secret + "'")
add("secret_given_with_quotes", "the secret is entered with its quotes", entered='"' + secret + '"')
add("secret_hex_decoded", "binascii.unhexlify(secret)", key=binascii.unhexlify(secret))
add("secret_base64_decoded", "base64.b64decode(secret)", key=base64.b64decode(secret))
add("secret_base64_encoded", "base64.b64encode(secret)", key=standard(secret))
add("secret_upper_case", "secret.upper()", key=secret.upper())
add("client_id_as_secret", "the two constants are mixed up", key=client_id)

# The text.
add("signed_with_padding", "the padding is stripped after signing", text=padded)
add("signed_without_padding", "the padding is stripped for signing only", sent=padded)
add("signed_standard_base64", "b64encode for signing, urlsafe_b64encode for sending", text=bare(standard(header)) + "." + bare(standard(payload)))
add("signed_standard_base64_padded", "b64encode for signing, urlsafe_b64encode and rstrip for sending", text=standard(header) + "." + standard(payload))
add("signed_json", "the JSON texts are signed", text=header + "." + payload)
add("signed_payload", "the encoded payload is signed", text=bare(urlsafe(payload)))
add("signed_payload_json", "the JSON of the payload is signed", text=payload)
add("signed_without_dot", "header + payload", text=good.replace(".", ""))
add("signed_with_newline", "echo header.payload | openssl", text=good + "\n")

# The algorithm.
add("algorithm_hs384", "hashlib.sha384", algorithm=hashlib.sha384)
add("algorithm_hs512", "hashlib.sha512", algorithm=hashlib.sha512)

# The digest.
add("signature_hex", "hexdigest()", write=bytes.hex)
add("signature_upper_hex", "hexdigest().upper()", write=lambda digest: digest.hex().upper())
add("signature_hex_encoded", "urlsafe_b64encode(hexdigest().encode())", write=lambda digest: bare(urlsafe(digest.hex())))
add("signature_padded", "urlsafe_b64encode without rstrip", write=urlsafe)
add("signature_standard_base64", "b64encode(digest())", write=standard)
add("signature_standard_base64_unpadded", "b64encode(digest()).rstrip('=')", write=lambda digest: bare(standard(digest)))

# Pairs.
add("secret_newline+signature_hex", "open().read(), and hexdigest()", key=secret + "\n", write=bytes.hex)
add("secret_hex_decoded+algorithm_hs512", "unhexlify, and sha512", key=binascii.unhexlify(secret), algorithm=hashlib.sha512)
add("secret_base64_decoded+signed_json", "b64decode, and the JSON texts are signed", key=base64.b64decode(secret), text=header + "." + payload)
add("signed_with_padding+signature_padded", "only header and payload are stripped, after signing", text=padded, write=urlsafe)
add("signed_standard_base64_padded+signature_standard_base64", "b64encode for everything but what is sent of header and payload", text=standard(header) + "." + standard(payload), write=standard)
add("secret_single_quotes+signed_with_newline", "quotes in .env, and echo", key="'" + secret + "'", text=good + "\n")
add("algorithm_hs384+signature_hex_encoded", "sha384, and the hex digits are encoded", algorithm=hashlib.sha384, write=lambda digest: bare(urlsafe(digest.hex())))
add("client_id_as_secret+signature_standard_base64", "the constants are mixed up, and b64encode", key=client_id, write=standard)

# The copy. The token that was signed is the right one.
def mistyped(token):
    return token[:-20] + ("A" if token[-20] != "A" else "B") + token[-19:]


def wrapped(token):
    return "\n".join(textwrap.wrap(token, 76))


def printed(token):
    """Quoted-printable, as mail has it: an = says that the line goes on."""
    return binascii.b2a_qp(token.encode()).decode()


add("signature_truncated", "copied: the last character was not selected", copy=lambda token: token[:-1])
add("signature_truncated", "copied: the last line was not selected", copy=lambda token: token[:-30])
add("signature_surplus", "copied: a letter was typed behind it", copy=lambda token: token + "x")
add("signature_surplus", "copied: the signature was pasted twice", copy=lambda token: token + token.rsplit(".", 1)[1])
add("signature_mistyped", "copied: a character was overwritten", copy=mistyped)
add("token_front_cut", "copied: the first character was not selected", sent=good[1:])
add("token_front_cut", "copied: the first nine characters were not selected", sent=good[9:])
add("outer_space", "copied: print() into a file, and open().read()", copy=lambda token: token + "\n")
add("token_surrounded", "copied: the value of an Authorization header", copy=lambda token: "Bearer " + token)
add("token_surrounded", "copied: the token is taken from JSON by hand", copy=json.dumps)
add("token_surrounded", "copied: the value of a cookie or a log line", copy=lambda token: "jwt=" + token + ";")
add("token_broken_up", "copied: a terminal wraps it", copy=wrapped)
add("token_broken_up", "copied: a mail in quoted-printable, read as plain text", copy=printed)
add("dots_encoded", "copied: the dots are encoded, and the token then once more", copy=lambda token: token.replace(".", "%2E"))
add("token_doubled", "copied: pasted twice", copy=lambda token: token + token)
add("token_misnamed", "copied: the colon is left out", name="jwt")
add("token_surrounded+token_broken_up", "copied: a header that a mail wraps", copy=lambda token: "Bearer " + wrapped(token))
add("secret_newline+signature_truncated", "open().read(), and the last character was not selected", key=secret + "\n", copy=lambda token: token[:-1])
add("signature_hex+signature_truncated", "hexdigest(), and the last characters were not selected", write=bytes.hex, copy=lambda token: token[:-4])
add("secret_hex_decoded+signature_surplus", "unhexlify, and a letter was typed behind it", key=binascii.unhexlify(secret), copy=lambda token: token + "x")

print(json.dumps(vectors, indent=1, ensure_ascii=False))
