/* SPDX-License-Identifier: MIT
 *
 * test.h - cmocka with its headers in the order it needs.
 */
#ifndef TESTS_LIB_TEST_H
#define TESTS_LIB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The number of elements of an array: for tables of cases. */
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A path below the source folder, wherever make check runs. Static buffer. */
const char *test_source(const char *relative);

/* Fails with the case's name, got and want, where they differ. */
void test_same(const char *name, const char *got, const char *want);

#endif
