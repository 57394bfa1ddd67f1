#include "dso.hpp"

namespace {

using op = cfdns::zone_transfers::incoming::get;

auto reply() { return cfdns::parse_response<op>({502, "<html>bad gateway</html>", {}}); }

bool is_unexpected_status(cfdns::error const& failure) { return failure.code() == cfdns::errc::unexpected_status; }

void fail() { (void)reply().value(); }

}  // namespace

side CFDNS_TEST_SIDE() { return {reply().error(), is_unexpected_status, fail}; }
