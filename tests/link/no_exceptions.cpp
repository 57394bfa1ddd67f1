// Built with -fno-exceptions: the program says what happens instead of a throw, as Boost asks for.
#include <cfdns/cfdns.hpp>

#include <cstdio>
#include <cstdlib>

namespace boost {

void throw_exception(std::exception const& e) {
    std::fprintf(stderr, "would have thrown: %s\n", e.what());
    std::abort();
}

void throw_exception(std::exception const& e, source_location const&) { throw_exception(e); }

}  // namespace boost

namespace zt = cfdns::zone_transfers;

int main() {
    zt::incoming::create const op{
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .auto_refresh_seconds = std::chrono::hours{24},
        .name = "www.example.com.",
        .peers = {"23ff594956f20c2a721606e94745a8aa"},
    };
    auto request = cfdns::make_request(op);
    if (!request.has_value()) return 1;
    if (!cfdns::authorize(request.value(), cfdns::api_token{cfdns::secret_string{"token"}}).has_value()) return 2;
    auto const made = cfdns::parse_response<zt::incoming::create>(
        {200, {}, R"({"success":true,"errors":[],"messages":[],"result":{"id":"269d8f4853475ca241c4e730be286b20"}})"});
    if (!made.has_value()) std::puts(made.error().message().c_str());
    auto const refused = cfdns::parse_response<zt::incoming::create>({403, {}, R"({"success":false,"errors":[{"code":10000)"});
    return refused.has_value() ? 3 : 0;
}
