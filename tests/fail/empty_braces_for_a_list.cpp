// An empty list is spelled out, so that braces with nothing in them stay the mark of something forgotten.
// expect gcc: use of deleted function .*required
// expect clang: call to deleted constructor of .*required
#include <cfdns/cfdns.hpp>

cfdns::zone_transfers::incoming::create make() {
    return {
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .auto_refresh_seconds = std::chrono::hours{24},
        .name = "www.example.com.",
#ifndef MUST_FAIL
        .peers = std::vector<std::string>{},
#else
        .peers = {},
#endif
    };
}
