#!/usr/bin/env python3
"""The library never calls a function of the program's namespace by argument-dependent lookup.

    adl.py INCLUDE-FOLDER -- COMPILER FLAG...

Compiles a program whose namespace has a deleted function template for every name that the library calls, with types of that
namespace as operations, results, transports and runtimes. Any call of the library that is looked up there does not compile.
"""
import os
import re
import subprocess
import sys
import tempfile

# Not calls of functions, or names that the standard library looks up on purpose.
KEYWORDS = set("""alignof catch decltype defined explicit for if noexcept operator requires return sizeof static_assert switch
    typeid while template void constexpr bool char double int long auto static_cast const_cast reinterpret_cast delete new""".split())
LOOKED_UP_BY_STD = {"begin", "end", "data", "empty", "get", "size", "swap"}

PROGRAM = """
namespace app {

struct my_part {
    std::string id{};
    CFDNS_FIELDS(id)
};

struct my_answer {
    std::vector<my_part> parts{};
    std::optional<my_part> best{};
    cfdns::nullable<my_part> other{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(parts, best, other, extra)
};

struct my_question {
    cfdns::required<std::string> id;
    cfdns::nullable<std::uint16_t> port{};
    std::optional<my_part> body{};
    using response_type = my_answer;
    static constexpr auto route = cfdns::post("/x/{id}");
    static constexpr cfdns::bound bounds[] = {{"port", 1, 65535}};
    CFDNS_FIELDS(id, port, body)
    my_question const* operator&() const = delete;
};

struct my_transport {
    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const&) { return cfdns::http_response{204, {}, {}}; }
    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const& request, std::chrono::milliseconds) {
        return (*this)(request);
    }
};

struct my_runtime {
    void sleep(std::chrono::milliseconds) {}
    std::chrono::steady_clock::time_point now() { return {}; }
    double random() { return 0; }
    void observe(cfdns::attempt_report const&) {}
};

}  // namespace app

void use() {
    app::my_question const op{.id = "1", .port = 53};
    app::my_transport send;
    app::my_runtime by;
    cfdns::credentials const who = cfdns::api_token{cfdns::secret_string{"t"}};
    static_cast<void>(cfdns::make_request(op));
    static_cast<void>(cfdns::parse_response<app::my_question>({}));
    static_cast<void>(cfdns::parse_full_response<app::my_question>({}));
    static_cast<void>(cfdns::call(send, who, op));
    static_cast<void>(cfdns::call(send, who, op, {}, by));
    static_cast<void>(cfdns::call_full(send, who, op));
    static_cast<void>(cfdns::call_full(send, who, op, {}, by));
    cfdns::exchange<app::my_question> one{op, who};
    static_cast<void>(one.start({}));
    static_cast<void>(one.resume(cfdns::response_view{}, 0, {}));
    static_cast<void>(one.resume(cfdns::error{}, 0, {}));
    static_cast<void>(one.take_full());
    cfdns::testing::fake_cloudflare fake;
    fake.on<app::my_question>([](app::my_question const&) { return app::my_answer{}; });
    static_cast<void>(cfdns::call(fake, who, op));
    PLANTED
}
"""


def called_names(folder):
    names = set()
    for path, _, files in os.walk(os.path.join(folder, "cfdns")):
        if "transport" in path:
            continue
        for name in files:
            with open(os.path.join(path, name), encoding="ascii") as file:
                code = re.sub(r"//.*|\"(?:[^\"\\]|\\.)*\"", "", file.read())
            names |= set(re.findall(r"(?<![\w.:>~])([a-z]\w*)\s*(?:<[^;(){}]*>)?\(", code))
            names |= set(re.findall(r"\b(?:cfdns|detail)::([a-z]\w*)\s*(?:<[^;(){}]*>)?\(", code))
    return sorted(names - KEYWORDS - LOOKED_UP_BY_STD)


def refused(command, names, planted):
    traps = "".join(f"template <class... A> void {name}(A&&...) = delete;\n"
                    f"template <class T, class... A> void {name}(A&&...) = delete;\n" for name in names)
    source = ("#include <cfdns/cfdns.hpp>\n#include <cfdns/testing/fake_cloudflare.hpp>\n"
              "namespace app {\n" + traps + "}\n" + PROGRAM.replace("PLANTED", planted))
    with tempfile.TemporaryDirectory() as place:
        path = os.path.join(place, "adl.cpp")
        with open(path, "w", encoding="ascii") as file:
            file.write(source)
        run = subprocess.run([*command, "-fsyntax-only", path], capture_output=True, text=True,
                             env={**os.environ, "LC_ALL": "C"}, check=False)
    return run.stdout + run.stderr if run.returncode != 0 else ""


def main():
    split = sys.argv.index("--")
    folder, command = sys.argv[1], sys.argv[split + 1:]
    names = called_names(folder)
    for wanted in ("make_request", "parse_full_response", "call_full", "build_request", "read_json", "convert_value"):
        if wanted not in names:
            return f"{wanted} was not found among the names that the library calls"
    if not refused(command, names, "static_cast<void>(make_request(op));"):
        return "a call that is looked up in the program's namespace was not refused"
    output = refused(command, names, "")
    return output and "a function of the program's namespace was found\n" + output


if __name__ == "__main__":
    problem = main()
    if problem:
        print(problem)
        sys.exit(1)
