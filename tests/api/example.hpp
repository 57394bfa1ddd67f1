// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_EXAMPLE_HPP
#define CFDNS_TESTS_API_EXAMPLE_HPP

// The example of an operation, from which the tests of all operations follow. A product specialises it for
// each of its operations, in tests/api/PRODUCT/examples.hpp; CONTRIBUTING.md shows one. Its static members:
//
// params()   returns the params
// request    method, path and query that are sent, without the base path
// body       JSON that is sent; absent if there is no content
// result     JSON that the envelope of the response has as its result; of an operation that responds with
// text,
//            the text; of one with `no_content`, {}
template <class Op>
struct example;

#endif
