"""Digests: a few bytes that tell one content from another (BLAKE2b, RFC 7693)."""

try:  # hashlib loads OpenSSL too, which takes longer than most of what is hashed here
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def digest(content: bytes, size: int = 16) -> bytes:
    """The digest of `content`, of `size` bytes."""
    return blake2b(content, digest_size=size).digest()
