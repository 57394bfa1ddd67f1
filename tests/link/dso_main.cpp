#include "dso.hpp"

#include <cstdio>

namespace {

int failures = 0;

void check(bool good, char const* what) {
    if (good) return;
    std::printf("failed: %s\n", what);
    ++failures;
}

}  // namespace

int main() {
    side const one = side_one();
    side const two = side_two();
    check(one.failure.code() == two.failure.code(), "codes of two libraries are equal");
    check(one.failure.code() == cfdns::errc::unexpected_status, "a library's code equals the program's");
    check(one.failure.code().category() == cfdns::cfdns_category(), "categories are equal");
    check(one.failure.code() != cfdns::errc::no_result, "different codes differ");
    check(two.is_unexpected_status(one.failure), "a library understands another library's error");
    check(one.failure.message() == two.failure.message(), "messages are equal");
    try {
        one.fail();
    } catch (cfdns::call_failed const& failed) {
        check(failed.error().code() == two.failure.code(), "an exception of a library carries its error");
        check(failed.code() == cfdns::errc::unexpected_status, "an exception of a library compares with errc");
    } catch (...) {
        check(false, "an exception of a library is caught by its type");
    }
    return failures == 0 ? 0 : 1;
}
