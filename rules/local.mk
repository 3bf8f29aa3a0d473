# SPDX-License-Identifier: MIT
#
# local.mk - the shipped rules, installed as they stand.

nobase_dist_pkgdata_DATA = \
	rules/ACCURACY.md \
	rules/README.md \
	rules/conduct/abuse.yaml \
	rules/conduct/insults.txt \
	rules/conduct/position.yaml \
	rules/conduct/respect.yaml \
	rules/conduct/speech.yaml \
	rules/confidential/business.yaml \
	rules/confidential/exempt.yaml \
	rules/confidential/marking.yaml \
	rules/confidential/telling.yaml \
	rules/personal/contact.yaml \
	rules/personal/crime.yaml \
	rules/personal/first-names.txt \
	rules/personal/identifiers.yaml \
	rules/personal/marks.yaml \
	rules/personal/money.yaml \
	rules/personal/references.yaml \
	rules/personal/safeguarding.yaml \
	rules/personal/somebody.yaml \
	rules/personal/special.yaml \
	rules/personal/telling.yaml \
	rules/political/campaign.yaml \
	rules/political/telling.yaml \
	rules/recipients/recipients.yaml
