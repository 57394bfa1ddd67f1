// SPDX-License-Identifier: BSL-1.0
// The definitions of the in-memory service: the library cfdns::testing.
#include <cfdns/testing/src.hpp>
