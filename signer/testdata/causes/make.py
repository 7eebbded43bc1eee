"""Makes URLs with the mistakes that Python and the shell invite, by making the
mistakes:

    python3 make.py > python.json

Each one says which cause has to be found. secret is what the person who looks
for the mistake enters, where it is not the one of vectors.json.
"""
import base64
import binascii
import hashlib
import hmac
import html
import json
import pathlib
import quopri
import re
import textwrap
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlencode, urlsplit

credentials = json.loads((pathlib.Path(__file__).parent.parent / "vectors.json").read_text("utf-8"))
client_id, secret = credentials["client_id"], credentials["secret"]
path = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST"
sample = {
    ":nonce": "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11",
    ":email": "ada+embed@example.com",
    ":external_user_id": "u-1001",
    ":client_id": client_id,
    ":time": 1700000000,
    ":session_length": 3600,
    ":mode": "userbacked",
    ":external_user_team": "Team A,Team B",
    ":account_type": "Viewer",
    "Store/Region": "Mid West",
}
vectors = []


def add(code, why, url, entered=None):
    vector = {"code": code, "why": why, "url": url}
    if entered is not None:
        vector["secret"] = entered
    vectors.append(vector)


def join(pairs, safe=",:"):
    return "&".join(quote(str(k), safe=safe) + "=" + quote(str(v), safe=safe) for k, v in pairs.items())


def mac(text, key=secret, algorithm=hashlib.sha256):
    if isinstance(key, str):
        key = key.encode()
    return hmac.new(key, text.encode(), algorithm)


def signed(url, signature):
    return url + "&:signature=" + signature


def signed_as(text, **how):
    return signed(good, mac(text, **how).hexdigest())


good = path + "?" + join(sample)
query = good.split("?")[1]
split = urlsplit(good)

# The secret.
add("secret_hex_decoded", "binascii.unhexlify(secret)", signed_as(good, key=binascii.unhexlify(secret)))
add("secret_base64_decoded", "base64.b64decode(secret)", signed_as(good, key=base64.b64decode(secret)))
add("secret_base64_encoded", "base64.b64encode(secret)", signed_as(good, key=base64.b64encode(secret.encode())))
add("secret_newline", "open().read() without strip", signed_as(good, key=secret + "\n"))
add("secret_padded", "a space at the end of a line of .env", signed_as(good, key=secret + " "))
add("secret_quoted", "single quotes in .env", signed_as(good, key="'" + secret + "'"))
add("secret_quoted", "the secret is entered with its quotes", signed_as(good), '"' + secret + '"')
add("secret_case", "secret.upper()", signed_as(good, key=secret.upper()))
add("secret_truncated", "secret[:-1]", signed_as(good, key=secret[:-1]))
add("secret_truncated", "secret[1:]", signed_as(good, key=secret[1:]))
add("secret_truncated", "a column of 100 characters", signed_as(good, key=secret[:100]))

# The text.
add("signed_query_only", "urlsplit().query is signed", signed_as(split.query))
add("signed_without_host", "path and query of urlsplit", signed_as(split.path + "?" + split.query))
add("signed_without_question_mark", "path + '&' + query", signed_as(path + "&" + query))
add("trailing_slash", "path + '/' is signed", signed_as(path + "/?" + query))
add("trailing_slash", "path + '/' is sent", signed(path + "/?" + query, mac(good).hexdigest()))
add("doubled_question_mark", "the embed path ends with a ? already", signed(path + "??" + query, mac(good).hexdigest()))
add("doubled_question_mark", "a pair with an empty name in front", signed_as(path + "?&" + query))
add("http_for_https", "request.build_absolute_uri behind a proxy", signed_as(good.replace("https:", "http:")))
add("host_case", "a host in capitals", signed_as(good.replace("app.sigmacomputing.com", "APP.SIGMACOMPUTING.COM")))
add("other_host", "another host is sent than signed", signed(good.replace("app.sigmacomputing.com", "embed.example.com"), mac(good).hexdigest()))
add("signed_double_encoded", "quote twice", signed_as(path + "?" + query.replace("%", quote("%"))))
add("sent_double_encoded", "quote of the finished query", signed(path + "?" + quote(query, safe="=&:,/+"), mac(good).hexdigest()))
add("signed_decoded", "unquote(url) is signed", signed_as(unquote(good)))
add("signed_html_escaped", "html.escape(url) is signed", signed_as(html.escape(good)))
add("sent_html_escaped", "html.escape(url) is sent", html.escape(signed_as(good)))
add("signed_lower_case", "url.lower() is signed", signed_as(good.lower()))
add("signed_outer_space", "echo url | openssl", signed_as(good + "\n"))
add("signed_outer_space", "a line of a Windows file", signed_as(good + "\r\n"))
add("signed_trailing_ampersand", "each pair is followed by an &", signed_as(good + "&"))
add("signed_signature_name", "the name of the signature is signed", signed_as(good + "&:signature="))
add("signed_before_append", "two controls appended", signed(good + "&Region=West&Year=2024", mac(good).hexdigest()))
add("time_differs", "time.time() is read twice", signed_as(good.replace("1700000000", "1700000001")))
add("fragment_cut", "an unescaped # in a control", signed(good + "&Colour=#fff", mac(good + "&Colour=#fff").hexdigest()))

# What happens to a whole URL on its way.
well = signed_as(good)
for front in [" ", "\t", "\u00a0", "\u200b", "\ufeff", "x", "Link: ", "<", "view-source:", "https://"]:
    add("text_around", "copied with " + ascii(front) + " in front", front + well)
for behind in [".", ")", ",", ";", ">", "\"", "'", " ", "\u00a0", "\u200b", ". Thanks!", " and see you", "\nRegards", "\u201d", " & more"]:
    add("text_around", "copied with " + ascii(behind) + " behind", well + behind)
for around in ["<%s>", "\"%s\"", "(%s).", "[link](%s)", "See\n  %s\nand"]:
    add("text_around", "copied out of " + ascii(around), around % well)
add("missing_scheme", "removeprefix('https://')", well.removeprefix("https://"))
add("missing_scheme", "removeprefix('https:')", well.removeprefix("https:"))
add("missing_scheme", "the first character was not marked", well[1:])
add("scheme_case", "a keyboard that begins a line with a capital", well.capitalize()[:5] + well[5:])
add("scheme_case", "upper() of the scheme", well[:5].upper() + well[5:])
add("line_breaks", "textwrap.wrap of a mail", "\n".join(textwrap.wrap(well, 72)))
add("line_breaks", "lines with an indentation and a space at their ends", " \n    ".join(textwrap.wrap(well, 60)))
add("line_breaks", "a reply quotes each line", "\n> ".join(textwrap.wrap(well, 70)))
add("line_breaks", "breaks behind an equals sign", well.replace("&:email=", "&:email=\n"))
add("line_breaks", "soft line breaks of quoted-printable", "=\n".join(textwrap.wrap(well, 76)))
add("line_breaks", "quoted-printable", quopri.encodestring(well.encode()).decode())
add("line_breaks", "the signature is broken too", well[:-20] + "\n" + well[-20:])
add("sent_encoded_whole", "quote of the whole URL", quote(well, safe=""))
add("sent_encoded_whole", "urlencode of a parameter", urlencode({"url": well}).removeprefix("url="))
add("sent_json_escaped", "json.dumps with & as in HTML", json.dumps(well)[1:-1].replace("&", "\\u0026"))
add("http_for_https", "a link with http:// is sent", well.replace("https:", "http:"))
add("host_case", "a host in capitals is sent", well.replace("app.sigma", "App.Sigma"))
add("host_port", "the port is sent", well.replace(".com/", ".com:443/"))
add("doubled_question_mark", "two are sent", well.replace("?", "??"))
add("sent_double_encoded", "urlencode, and then quote, which hides the name of the signature",
    path + "?" + quote(urlencode({**sample, ":signature": mac(path + "?" + urlencode(sample)).hexdigest()}), safe="=&+"))

# Another spelling for sending than for signing.
add("rewritten_by_urlsearchparams", "quote for signing, urlencode for sending", signed(path + "?" + urlencode(sample), mac(good).hexdigest()))
add("slash_respelled", "quote leaves the slash of a control's name by default", signed_as(path + "?" + join(sample, safe=",:/")))
add("other_dialect", "urlencode for signing, quote for sending", signed_as(path + "?" + urlencode(sample)))


def lower_escapes(text):
    return re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), text)


add("hex_case", "lower-case escapes are signed", signed_as(lower_escapes(good)))
add("hex_case", "lower-case escapes are sent", signed(lower_escapes(good), mac(good).hexdigest()))


def csharp(text):
    """What HttpUtility.UrlEncode of .NET does: form-encoding in lower case."""
    return lower_escapes(quote_plus(text, safe="!*()").replace("~", "%7e"))


def parsed(url):
    return [pair.split("=", 1) for pair in url.split("?", 1)[1].split("&")]


add("rewritten_by_csharp", "HttpUtility.ParseQueryString(query).ToString()",
    signed(path + "?" + "&".join(csharp(unquote_plus(k)) + "=" + csharp(unquote_plus(v)) for k, v in parsed(good)), mac(good).hexdigest()))
add("rewritten_by_csharp", "QueryHelpers.AddQueryString",
    signed(path + "?" + "&".join(quote(unquote_plus(k), safe="!$()*,;@") + "=" + quote(unquote_plus(v), safe="!$()*,;@") for k, v in parsed(good)), mac(good).hexdigest()))

# The order.
add("order_sorted", "sorted(params.items()) for signing only", signed_as(path + "?" + join(dict(sorted(sample.items())))))
add("order_reversed", "reversed(params.items()) for signing only", signed_as(path + "?" + join(dict(reversed(sample.items())))))
add("order_sample", "signed as the sample does, sent sorted", signed(path + "?" + join(dict(sorted(sample.items()))), mac(good).hexdigest()))

# The digest.
add("signature_upper_case", "hexdigest().upper()", signed(good, mac(good).hexdigest().upper()))
add("signature_base64", "base64.b64encode(digest())", signed(good, base64.b64encode(mac(good).digest()).decode()))
add("signature_base64url", "base64.urlsafe_b64encode(digest()), padding stripped", signed(good, base64.urlsafe_b64encode(mac(good).digest()).decode().rstrip("=")))
add("signature_truncated", "hexdigest()[:16]", signed(good, mac(good).hexdigest()[:16]))
add("signature_truncated", "the last digit was not copied", signed(good, mac(good).hexdigest()[:-1]))
add("signature_prefixed", "the output of openssl dgst", signed(good, "SHA2-256(stdin)= " + mac(good).hexdigest()))
add("signature_prefixed", "hex(int(digest, 16))", signed(good, "0x" + mac(good).hexdigest()))
add("hmac_sha1", "hashlib.sha1", signed_as(good, algorithm=hashlib.sha1))
add("hmac_sha512", "hashlib.sha512", signed_as(good, algorithm=hashlib.sha512))
add("sha256_secret_text", "hashlib.sha256(secret + url)", signed(good, hashlib.sha256((secret + good).encode()).hexdigest()))
add("sha256_text_secret", "hashlib.sha256(url + secret)", signed(good, hashlib.sha256((good + secret).encode()).hexdigest()))

# Pairs.
add("secret_hex_decoded+signed_query_only", "unhexlify, and the query is signed", signed_as(query, key=binascii.unhexlify(secret)))
add("secret_newline+signature_upper_case", "open().read(), and upper()", signed(good, mac(good, key=secret + "\n").hexdigest().upper()))
add("secret_newline+signed_outer_space", "two newlines", signed_as(good + "\n", key=secret + "\n"))
add("secret_base64_decoded+hmac_sha1", "b64decode and sha1", signed_as(good, key=base64.b64decode(secret), algorithm=hashlib.sha1))
add("signed_query_only+signed_outer_space", "echo of the query", signed_as(query + "\n"))
add("other_dialect+signed_query_only", "urlencode() is signed, quote is sent", signed_as(urlencode(sample)))
add("order_sorted+signed_query_only", "AWS style: the sorted query is signed", signed_as(join(dict(sorted(sample.items())))))
add("secret_truncated+signature_base64", "secret[:64] and b64encode", signed(good, base64.b64encode(mac(good, key=secret[:64]).digest()).decode()))
add("text_around+line_breaks", "a mail with quotes around the URL and a full stop", "\"" + "\n".join(textwrap.wrap(well, 72)) + "\".")
add("text_around+missing_scheme", "the host alone, in a sentence", "See " + well.removeprefix("https://") + ", please")
add("sent_html_escaped+text_around", "html.escape of a link in brackets", "<" + html.escape(well) + ">")
add("text_around+secret_newline", "open().read() without strip, and a full stop", signed_as(good, key=secret + "\n") + ".")
add("line_breaks+signed_query_only", "the query is signed, and wrapped", "\n".join(textwrap.wrap(signed_as(query), 72)))
add("sent_encoded_whole+signature_upper_case", "upper(), and quote of the whole", quote(signed(good, mac(good).hexdigest().upper()), safe=""))

print(json.dumps(vectors, indent=1, ensure_ascii=False))
