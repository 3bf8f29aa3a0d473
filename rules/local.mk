# SPDX-License-Identifier: MIT
#
# local.mk - the shipped rules, installed as they stand.

nobase_dist_pkgdata_DATA = \
	rules/ACCURACY.md \
	rules/README.md \
	rules/conduct/abuse.yaml \
	rules/conduct/insults.txt \
	rules/conduct/speech.yaml \
	rules/confidential/business.yaml \
	rules/confidential/exempt.yaml \
	rules/confidential/marking.yaml \
	rules/personal/contact.yaml \
	rules/personal/crime.yaml \
	rules/personal/identifiers.yaml \
	rules/personal/marks.yaml \
	rules/personal/money.yaml \
	rules/personal/safeguarding.yaml \
	rules/personal/special.yaml \
	rules/political/campaign.yaml \
	rules/recipients/recipients.yaml
