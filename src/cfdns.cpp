// SPDX-License-Identifier: BSL-1.0
// The definitions of the core, the products and the workflows: the library cfdns::compiled.
#include <cfdns/src.hpp>

#include <cfdns/flows.hpp>
