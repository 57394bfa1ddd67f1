#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Each public header includes the headers of the standard library whose names it uses, itself.

That each one also compiles alone is what the target `headers` of CMake proves.
"""
import pathlib
import re
import sys

NAMES = {
    "algorithm": "find any_of all_of none_of min max sort copy",
    "array": "array",
    "atomic": "atomic",
    "charconv": "from_chars to_chars",
    "chrono": "chrono",
    "compare": "partial_ordering strong_ordering weak_ordering",
    "concepts": "convertible_to same_as integral",
    "condition_variable": "condition_variable",
    "cstddef": "size_t ptrdiff_t nullptr_t byte",
    "cstdint": "int32_t int64_t uint8_t uint16_t uint32_t uint64_t",
    "cstring": "memcpy memchr memcmp",
    "deque": "deque",
    "functional": "function less",
    "initializer_list": "initializer_list",
    "limits": "numeric_limits",
    "map": "map",
    "memory": "unique_ptr shared_ptr make_unique make_shared",
    "mutex": "mutex lock_guard unique_lock",
    "new": "bad_alloc",
    "optional": "optional nullopt nullopt_t",
    "random": "random_device mt19937 uniform_real_distribution",
    "span": "span",
    "string": "string to_string",
    "string_view": "string_view",
    "thread": "this_thread thread",
    "type_traits": "is_same_v is_base_of_v remove_cvref_t remove_reference_t true_type false_type invoke_result_t",
    "utility": "move forward pair swap exchange index_sequence",
    "variant": "variant get_if",
    "vector": "vector",
}
HEADER_OF = {name: header for header, names in NAMES.items() for name in names.split()}
# What these headers bring by the standard, or in every implementation.
BRINGS = {"optional": {"nullopt"}, "chrono": {"compare"}, "span": {"cstddef"}, "map": {"utility"}, "algorithm": {"utility"}}


def includes(text):
    return set(re.findall(r"^#include <([^>]+)>", text, re.M))


def code(text):
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def main():
    root = pathlib.Path(__file__).resolve().parents[2] / "include"
    checked = failed = 0
    for path in sorted(root.rglob("*.hpp")):
        text = path.read_text()
        have = includes(text)
        have |= {brought for header in have for brought in BRINGS.get(header, ())}
        wanted = {HEADER_OF[name] for name in re.findall(r"\bstd::(\w+)", code(text)) if name in HEADER_OF}
        missing = sorted(header for header in wanted if header not in have)
        checked += 1
        if missing:
            failed += 1
            print(f"{path.relative_to(root)}: names what these bring, without including them: {', '.join(missing)}")
    print(f"{checked} files looked at")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
