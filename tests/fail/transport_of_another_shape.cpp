// A function that gives no response is no transport, and the compiler says so.
// expect: transport
#include <cfdns/cfdns.hpp>

auto use() {
#ifndef MUST_FAIL
    auto const send = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> { return cfdns::http_response{}; };
#else
    auto const send = [](cfdns::http_request const&) { return std::string{}; };
#endif
    return cfdns::call(send, cfdns::api_token{cfdns::secret_string{"t"}},
                       cfdns::zone_transfers::incoming::get{.zone_id = "z"});
}
