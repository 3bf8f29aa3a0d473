#!/bin/sh
# SPDX-License-Identifier: MIT
#
# rules.sh - are the shipped rules right, and does rules/README.md name them?
#
#   tests/rules.sh [--update]
#
#   1. The configuration and the rules read, and every rule finds its samples.
#   2. "Categories and their rules" in rules/README.md names exactly the rules
#      there are; a category without any says why.
#   3. "Seed clauses" there: what a clause names is there (categories, rules,
#      files, messages of tests/mail), its rules are those of its categories,
#      and where it has rules one of its messages shows one of them ("finding:"
#      in the .want).
#
# --update writes the columns of rules of 2 and 3 anew.  Each violation is one
# line; exit 1.
#
# BUGS: JSON and C are read with sed, as `rules list` and words.c have them: a
# line each.
set -eu
top_srcdir=${top_srcdir:-$(dirname "$0")/..}
top_builddir=${top_builddir:-$top_srcdir}
probity=$top_builddir/probity
config=$top_srcdir/conf/probity.yaml
readme=$top_srcdir/rules/README.md
export LC_ALL=C

tmp=$(mktemp -d "${TMPDIR:-/tmp}/rules.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

# "CATEGORY RULE" a line; marks have no category.
list_rules() {
	"$probity" rules list -c "$config" --json |
	    sed -n 's/^{"id":"\([^"]*\)".*,"category":"\([^"]*\)".*/\2 \1/p'
}

list_categories() {
	sed -n 's/^ *{"\([a-z]*\.[a-z]*\)", ROUTE_.*/\1/p' \
	    "$top_srcdir/milter/base/words.c"
}

# "MESSAGE RULE" a line: what the samples show.
list_shown() {
	for f in "$top_srcdir"/tests/mail/*.want; do
		name=$(basename "$f" .want)
		echo "$name -"
		sed -n "s/^finding: *\([^ ]*\).*/$name \1/p" "$f"
	done
}

# The README with its columns of rules as they should be; what is wrong
# besides on standard error.
write_readme() {
	awk -v rules="$tmp/rules" -v categories="$tmp/categories" \
	    -v shown="$tmp/shown" -v top="$top_srcdir" '
	function wrong(what) {
		print "rules/README.md:" NR ": " what >"/dev/stderr"
	}
	function trim(s) {
		gsub(/^ +| +$/, "", s)
		return s
	}
	function join_to(list, s) {
		return list == "" ? s : list ", " s
	}
	# The rules a word in backquotes stands for; notes them in served.
	function expand(word,    family, r, list) {
		if (word in category_of) {
			served[word] = 1
			return "`" word "`"
		}
		if (word in rules_of) {
			for (r in category_of)
				if (category_of[r] == word)
					served[r] = 1
			return rules_of[word]
		}
		if (word ~ /\.\*$/) {
			family = substr(word, 1, length(word) - 1)
			for (r in category_of)
				if (index(category_of[r], family) == 1) {
					served[r] = 1
					list = "all of `" word "`"
				}
			if (list != "")
				return list
		}
		if (word ~ /^(conf|rules)\//) {
			if (system("test -e \"" top "/" word "\"") != 0)
				wrong("no such file: " word)
		} else if (word ~ /^(personal|confidential|political|conduct)\./ ||
		    word ~ /^recipients\./ || word ~ /^[a-z]+(-[a-z]+)+$/)
			wrong("no such rule, and no rule of: " word)
		return ""
	}
	function words_of(cell, ret,    n, i, part) {
		n = split(cell, part, "`")
		for (i = 2; i <= n; i += 2)
			ret[i / 2] = part[i]
		return int(n / 2)
	}
	function clause(    n, i, w, list, one, any, shows, m) {
		split("", served)
		n = words_of($4, w)
		for (i = 1; i <= n; i++) {
			one = expand(w[i])
			if (one != "")
				list = join_to(list, one)
		}
		for (i in served)
			any = 1
		if (trim($4) == "")
			wrong("what serves this clause?")
		n = words_of($6, m)
		for (i = 1; i <= n; i++) {
			if (!((m[i], "-") in shows_rule))
				wrong("no such message: tests/mail/" m[i])
			for (one in served)
				if ((m[i], one) in shows_rule)
					shows = 1
		}
		if (any && !shows)
			wrong("no message shows a rule of this clause: " trim($2))
		print "|" $2 "|" $3 "|" $4 "| " (list == "" ? "-" : list) " |" \
		    (trim($6) == "" ? " - " : $6) "|"
	}
	function print_categories(    i, name, c, reason) {
		for (i = 1; i <= ncategories; i++) {
			name = category[i]
			if (name ~ /^unread\./)
				continue
			reason = reasons[name]
			if (name in rules_of)
				print "| " name " | " rules_of[name] " |"
			else if (reason == "" || reason ~ /^`/) {
				wrong("why has " name " no rule?")
				print "| " name " | |"
			} else
				print "| " name " | " reason " |"
		}
		print "| unread.* | " reasons["unread.*"] " |"
	}
	BEGIN {
		while ((getline line <rules) > 0) {
			split(line, part, " ")
			category_of[part[2]] = part[1]
			rules_of[part[1]] = join_to(rules_of[part[1]], \
			    "`" part[2] "`")
		}
		while ((getline line <categories) > 0)
			category[++ncategories] = line
		while ((getline line <shown) > 0) {
			split(line, part, " ")
			shows_rule[part[1], part[2]] = 1
		}
		FS = "|"
	}
	/^## / {
		in_categories = /^## Categories and their rules/
		in_seeds = /^## Seed clauses/
		found += in_categories + in_seeds
	}
	in_categories && /^\| [a-z]+\./ {
		reasons[trim($2)] = trim($3)
		pending = 1
		next
	}
	pending {
		print_categories()
		pending = 0
	}
	in_seeds && /^\| / && !/^\| clause \|/ {
		clause()
		next
	}
	{ print }
	END {
		if (pending)
			print_categories()
		if (found != 2)
			wrong("a section is missing")
	}' "$readme"
}

failed=
if [ "${1:-}" != --update ]; then
	"$probity" config check -c "$config" || failed=yes
	"$probity" rules test "$top_srcdir/rules" || failed=yes
fi

list_rules >"$tmp/rules"
list_categories >"$tmp/categories"
list_shown >"$tmp/shown"
if [ ! -s "$tmp/rules" ] || [ ! -s "$tmp/categories" ]; then
	echo "the rules or the categories cannot be listed"
	exit 1
fi
write_readme >"$tmp/readme" 2>"$tmp/wrong"
if [ "${1:-}" = --update ]; then
	cat "$tmp/readme" >"$readme"
elif ! cmp -s "$tmp/readme" "$readme"; then
	echo "rules/README.md: run tests/rules.sh --update" >>"$tmp/wrong"
	diff -U0 "$readme" "$tmp/readme" |
	    sed -n '4,$s/^/rules\/README.md: /p' >>"$tmp/wrong"
fi
cat "$tmp/wrong"
[ ! -s "$tmp/wrong" ] && [ -z "$failed" ]
