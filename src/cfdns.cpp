// SPDX-License-Identifier: BSL-1.0
// The definitions of the core and the products: the library cfdns::compiled.
#include <cfdns/src.hpp>
