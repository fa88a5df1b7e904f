"""Names of states in English, short forms: the members of the United Nations and its observers."""

NAMES = frozenset(
    name.strip()
    for name in """
    Afghanistan, Albania, Algeria, Andorra, Angola, Antigua and Barbuda, Argentina, Armenia,
    Australia, Austria, Azerbaijan, Bahamas, Bahrain, Bangladesh, Barbados, Belarus, Belgium,
    Belize, Benin, Bhutan, Bolivia, Bosnia and Herzegovina, Botswana, Brazil, Brunei, Bulgaria,
    Burkina Faso, Burundi, Cabo Verde, Cambodia, Cameroon, Canada, Central African Republic, Chad,
    Chile, China, Colombia, Comoros, Congo, Costa Rica, Croatia, Cuba, Cyprus, Czechia, Denmark,
    Djibouti, Dominica, Dominican Republic, Ecuador, Egypt, El Salvador, Equatorial Guinea, Eritrea,
    Estonia, Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana,
    Greece, Grenada, Guatemala, Guinea, Guinea-Bissau, Guyana, Haiti, Holy See, Honduras, Hungary,
    Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Ivory Coast, Jamaica, Japan,
    Jordan, Kazakhstan, Kenya, Kiribati, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho,
    Liberia, Libya, Liechtenstein, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Maldives,
    Mali, Malta, Marshall Islands, Mauritania, Mauritius, Mexico, Micronesia, Moldova, Monaco,
    Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nauru, Nepal, Netherlands,
    New Zealand, Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Norway, Oman, Pakistan,
    Palau, Palestine, Panama, Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal,
    Qatar, Romania, Russia, Rwanda, Saint Kitts and Nevis, Saint Lucia,
    Saint Vincent and the Grenadines, Samoa, San Marino, Sao Tome and Principe, Saudi Arabia,
    Senegal, Serbia, Seychelles, Sierra Leone, Singapore, Slovakia, Slovenia, Solomon Islands,
    Somalia, South Africa, South Korea, South Sudan, Spain, Sri Lanka, Sudan, Suriname, Sweden,
    Switzerland, Syria, Tajikistan, Tanzania, Thailand, Timor-Leste, Togo, Tonga,
    Trinidad and Tobago, Tunisia, Turkey, Turkmenistan, Tuvalu, Uganda, Ukraine,
    United Arab Emirates, United Kingdom, United States, Uruguay, Uzbekistan, Vanuatu, Venezuela,
    Vietnam, Yemen, Zambia, Zimbabwe
    """.split(",")
)

# Adjectives and peoples, with the state or continent they speak of.
DEMONYMS = {
    demonym: country.strip()
    for line in """
    Africa: African Africans; Asia: Asian Asians; Europe: European Europeans
    Argentina: Argentine Argentinian; Australia: Australian Australians; Austria: Austrian
    Bangladesh: Bangladeshi; Belgium: Belgian; Brazil: Brazilian Brazilians; Cambodia: Cambodian
    Canada: Canadian Canadians; Chile: Chilean; China: Chinese; Colombia: Colombian; Cuba: Cuban
    Czechia: Czech; Denmark: Danish; Egypt: Egyptian; Ethiopia: Ethiopian; Finland: Finnish
    France: French; Germany: German Germans; Ghana: Ghanaian; Greece: Greek; Hungary: Hungarian
    India: Indian; Indonesia: Indonesian; Iran: Iranian; Iraq: Iraqi; Ireland: Irish
    Israel: Israeli
    Italy: Italian Italians; Japan: Japanese; Kazakhstan: Kazakh Kazakhstani; Kenya: Kenyan
    Kyrgyzstan: Kyrgyz; Laos: Lao Laotian; Malawi: Malawian; Malaysia: Malaysian; Mexico: Mexican
    Mongolia: Mongolian; Morocco: Moroccan; Myanmar: Burmese; Nepal: Nepali Nepalese
    Netherlands: Dutch; Nigeria: Nigerian; Norway: Norwegian
    Pakistan: Pakistani; Peru: Peruvian; Philippines: Filipino Philippine; Poland: Polish
    Portugal: Portuguese; Romania: Romanian; Russia: Russian Russians; Saudi Arabia: Saudi
    Senegal: Senegalese; Serbia: Serbian; Singapore: Singaporean; Korea: Korean
    Spain: Spanish Spaniard; Sweden: Swedish; Switzerland: Swiss
    Syria: Syrian; Tanzania: Tanzanian; Thailand: Thai; Tunisia: Tunisian; Turkey: Turkish
    Uganda: Ugandan; Ukraine: Ukrainian; United Kingdom: British; United States: American Americans
    Uruguay: Uruguayan; Uzbekistan: Uzbek; Venezuela: Venezuelan; Vietnam: Vietnamese
    Zambia: Zambian; Zimbabwe: Zimbabwean
    """.strip().splitlines()
    for entry in line.split(";")
    for country, _, demonyms in [entry.partition(":")]
    for demonym in demonyms.split()
}
