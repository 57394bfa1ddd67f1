#include "dso.hpp"

namespace {

using op = cfdns::zone_transfers::incoming::get;

auto response() { return cfdns::parse_response<op>({502, {}, "<html>bad gateway</html>"}); }

bool is_unexpected_status(cfdns::error const& failure) { return failure.code() == cfdns::errc::unexpected_status; }

void fail() { (void)response().value(); }

}  // namespace

side CFDNS_TEST_SIDE() { return {response().error(), is_unexpected_status, fail}; }
