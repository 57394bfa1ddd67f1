// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <new>
#include <sstream>

namespace {

struct holder {
    cfdns::secret_string secret{};
};

}  // namespace

TEST_CASE("a secret has no implicit conversions and prints as redacted") {
    cfdns::secret_string const secret{"hunter2"};
    CHECK(secret.expose() == "hunter2");
    std::ostringstream out;
    out << secret;
    CHECK(out.str() == "[redacted]");
    CHECK(doctest::toString(secret) == "[redacted]");

    static_assert(!std::is_convertible_v<std::string, cfdns::secret_string>);
    static_assert(!std::is_convertible_v<char const*, cfdns::secret_string>);
    static_assert(!std::is_convertible_v<cfdns::secret_string, std::string>);
    static_assert(!std::is_convertible_v<cfdns::secret_string, std::string_view>);
    static_assert(!std::equality_comparable<cfdns::secret_string>);
}

TEST_CASE("a secret copies, moves and assigns as a value") {
    cfdns::secret_string a{"first"};
    cfdns::secret_string b = a;
    cfdns::secret_string c = std::move(a);
    CHECK(a.empty());  // NOLINT: what is left is defined
    CHECK(b.expose() == "first");
    CHECK(c.expose() == "first");
    b = cfdns::secret_string{"second"};
    CHECK(b.expose() == "second");
    c = b;
    CHECK(c.expose() == "second");
    auto& same = c;
    c = same;
    CHECK(c.expose() == "second");
    CHECK(cfdns::secret_string{}.empty());
    CHECK(cfdns::secret_string{""}.expose() == "");
    char const* const unset = nullptr;
    CHECK(cfdns::secret_string{unset}.empty());
}

TEST_CASE("a secret that empty braces replace is released, in a generic lambda too") {
    // The leak checker of AddressSanitizer looks at this one.
    auto const replace = [](auto const&) {
        holder of;
        of.secret = cfdns::secret_string{"text"};
        of.secret = {};
        CHECK(of.secret.empty());
    };
    replace(1);
    replace(2.0);
}

TEST_CASE("a string that is moved into a secret is overwritten") {
    std::string text(40, 's');
    char const* const storage = text.data();
    cfdns::secret_string const secret{std::move(text)};
    CHECK(secret.expose() == std::string(40, 's'));
    CHECK(text.empty());  // NOLINT
    CHECK(std::string_view{storage, 40} == std::string_view{std::string(40, '\0')});
}

TEST_CASE("wiping overwrites every byte") {
    char buffer[] = "secret";
    cfdns::detail::wipe(buffer, 6);
    CHECK(std::string_view{buffer, 7} == std::string_view{"\0\0\0\0\0\0\0", 7});
}
