# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The small words of each language: they stand in almost every sentence, also in the shortest."""

_WORDS = {
    "sv": (
        "och att det är jag du vi ni han hon den de en ett i på av för med till som inte har kan ska vill "
        "om men eller när var vad hur vem varför min mitt mina din ditt vår vårt er från efter under över "
        "vid utan också bara mycket här där nu då så finns måste får vara varit hade blir gör göra går "
        "kommer tack hej god ja nej eftersom mig dig oss dem sig något någon ingen alla andra år dag tid"
    ),
    "en": (
        "the and to of a in is it that i you we he she they for on with as at be this have from or by not "
        "are was but what when where how who why my your our their his her can could will would should do "
        "does did has had been there here now then if because about after before please thank thanks hello "
        "yes no me us them some any all more much many good need want know help an get go see time day"
    ),
    "nb": (
        "og å det er jeg du vi dere han hun den de en et i på av for med til som ikke har kan skal vil om "
        "men eller når hvor hva hvordan hvem hvorfor min mitt mine din ditt vår vårt fra etter under over "
        "ved uten også bare mye her der nå da så finnes må få være vært hadde blir gjør gjøre går kommer "
        "takk hei god ja nei fordi siden meg deg oss dem seg noe noen ingen alle andre år dag tid"
    ),
    "da": (
        "og det er jeg du vi i han hun den de en et på af for med til som ikke har kan skal vil om men eller "
        "når hvor hvad hvordan hvem hvorfor min mit mine din dit vores jeres fra efter under over ved uden "
        "også bare meget her der nu så findes må få være været havde bliver gør gøre går kommer tak hej god "
        "ja nej fordi siden mig dig os dem sig noget nogen ingen alle andre år dag tid kun blev kunne"
    ),
    "fi": (
        "ja on ei että se hän minä sinä me te he olen olet olemme ovat oli olla en et emme kun jos mutta "
        "tai myös vain niin nyt sitten tämä tuo ne mikä mitä missä miten milloin kuka miksi minun sinun "
        "minulla sinulla minulle kanssa jälkeen ennen koska voi voin voitko voisiko pitää täytyy haluan "
        "haluaisin saa saan kiitos hei kyllä paljon täällä siellä jo vielä hyvä hyvää kaikki mitään"
    ),
    "fit": (
        "ja oon ei ette se hään mie sie met tet het olen olet olema ova oli olla en et emmä ko jos mutta "
        "tahi kans vain niin nyt sitte tämä tuo net mikä mitä missä kunka koska kuka minun sinun mulla "
        "sulla mulle kansa perästä ennen häätyy häyn häymä saattaa saatan saatakko halvaan haluan tahon "
        "saapi saan kiitos hei joo paljon täälä sielä jo vielä hyä hyvvää kaikki mithään ette oonko "
        "tarttee sannoo tullee mennee lukkee kläpit"
    ),
    "se": (
        "ja lea leat lean leamaš lei ii in it eat dat dát mun don mii dii sii son go jos muhto dahje maid "
        "dušše dál de dá gos goas makkár mii gii manne mu du su min din sin munnje dutnje midjiide luhtte "
        "lusa maŋŋil ovdal dan daid sáhttá sáhtán sáhtát galgá galggan háliidan háliida fertet ferte "
        "oažžu oaččun giitu bures buorre juo vel ollu dáppe dáppege doppe ihttin ikte odne buot eanet "
        "bidjat boahtit mannat dadjat ovddas alde birra čađa haga mielde"
    ),
    "kmr": (
        "ez tu ew em hûn min te wî wê me we û ku ji bi di de li bo re ber xwe nav her heye hene tune ne na "
        "erê çi kî kengî çawa çima kîjan çend ev ew vê wê lê an jî tenê pir gelek baş nû îro sibê duh niha "
        "piştî berî heta ser bin dixwazim dixwaze dikarim dikare nikarim divê dike dikin kir bû bûn in im "
        "î e hat tê diçe spas silav rojbaş malê zarok jin mêr kar dibistan gelo loma heke eger yek"
    ),
    "rom": (
        "me tu vov voj ame tume von man tut les la amen tumen len muro miro tiro lesko lako amaro tumaro "
        "thaj aj si san sam sas naj nane te ke kaj so kon kana sar sode save kado kadja kate kothe e o i le "
        "ande anda andar katar pe pa pala palal angla bi but cikno baro lačho lačhe dives śaj naśti trubul "
        "kamav kamel kames źanav źanel avel avav źal źav kerel kerav phenel phenav nais va ćhib romani "
        "manuš kher škola śkola buti love akana tehara arakhel ama vaś paśa khonik varekon savorro"
    ),
    "so": (
        "waa ma iyo oo in ay uu aan aad ku ka u la si ah waxaan waxay wuxuu waxa waxaad ayaa ayay ayuu ayaan "
        "baa buu bay haddii laakiin maxaa yeelay sida goorta goorma xaggee halkan halkaas kani tani taas "
        "kan tan waxba qof cid dhammaan badan yar kale hore dambe kadib ilaa isaga iyada annaga aniga adiga "
        "waan waad way karaa kartaa karo rabaa rabtaa leeyahay yahay tahay jiray doonaa mahadsanid haa maya "
        "fadlan maanta shalay berri ii kuu noo igu kugu lahayn kaga waxaanan gurigaaga carruurta"
    ),
    "es": (
        "el la los las un una de del que y a en es por para con no se lo le me te su mi tu al como pero o si "
        "más muy ya hay está están estoy son soy era fue ha he han tengo tiene tenemos puede puedo quiero "
        "necesito cuando dónde cuándo cómo qué quién porque sin sobre también este esta eso esto todo todos "
        "gracias hola buenos días aquí hoy mañana ayer nos sus mis ser hacer debe usted ellos nosotros"
    ),
    "fr": (
        "le la les un une de des du que et à en est pour avec ne pas se il elle je tu nous vous ils on mon "
        "ma mes votre son sa ses au aux comme mais ou si plus très déjà avez suis sont était été ai a ont "
        "peux peut veux dois quand où comment quoi qui parce sans sur aussi ce cette ça tout merci bonjour "
        "ici aujourd'hui demain hier c'est j'ai d'un l'on qu'il n'est"
    ),
    "de": (
        "der die das ein eine und zu von den dem des ist in mit für auf nicht ich du wir ihr er sie es mein "
        "meine dein ihre unser auch aber oder wenn wo wann wie was wer warum weil nur sehr hier dort jetzt "
        "haben habe hat sind bin war kann können muss will möchte bitte danke hallo ja nein kein keine "
        "nach bei aus um über heute morgen gestern mir mich uns ihnen dass noch schon einen einem"
    ),
    "pl": (
        "i w na z do że nie to się jest jestem są był była o od za po dla ale czy lub kiedy gdzie jak co kto "
        "dlaczego bo mój moja moje twój nasz ja ty my wy on ona oni mam masz ma mamy mogę może chcę muszę "
        "trzeba proszę dziękuję dzień dobry tak już tylko bardzo tutaj dzisiaj jutro wczoraj mnie mi nas ich"
    ),
    "tr": (
        "ve bir bu şu o ben sen biz siz onlar benim senin bizim için ile de da mi mı mu mü değil var yok ne "
        "nerede nasıl kim kaç hangi niye neden çünkü ama veya gibi kadar sonra önce çok daha en iyi bugün "
        "yarın dün burada orada şimdi istiyorum gerekiyor lazım lütfen teşekkürler merhaba evet hayır bana"
    ),
    "uk": (
        "і й та в у на з до що не це я ти ми ви він вона вони мій моя моє ваш наш є був була були бути як де "
        "коли хто чому бо але або чи якщо для від про за по під над тут там вже ще тільки дуже мені мене "
        "нам нас вам вас їх його її можна можу треба потрібно хочу будь ласка дякую добрий день сьогодні "
        "завтра вчора який яка які цей ця ці або також після"
    ),
    "ru": (
        "и в на с до что не это я ты мы вы он она они мой моя моё ваш наш есть был была были быть как где "
        "когда кто почему потому но или если для от про за по под над тут там уже ещё только очень мне меня "
        "нам нас вам вас их его её можно могу надо нужно хочу пожалуйста спасибо добрый день сегодня завтра "
        "вчера который этот эта эти также после здравствуйте"
    ),
    "fa": (
        "و در به از که این آن را با است هست برای تا من شما ما او آنها می‌شود می‌کنم می‌خواهم می‌توانم نمی‌توانم "
        "نمی‌دانم باید نیست کجاست چیست کی چه چرا چون اگر هم یا اما ولی خیلی همه هر اینجا آنجا امروز فردا "
        "دیروز لطفاً ممنون ممنونم مرسی سلام بله نه کلاس مدرسه بیمارستان درمانگاه بچه بچه‌ها خانم آقا خانه "
        "زبان دکتر پرستار اداره پلیس نامه کوچک ارزان قیمتش دنبال بگیرم بشود آدرس شهرداری نخست مترجم همسرم"
    ),
    "prs": (
        "و در به از که این آن را با است هست برای تا من شما ما او آنها میشود میکنم میخواهم میتوانم نمیتوانم "
        "نمیدانم باید نیست کجاست چیست چه چرا زیرا اگر هم یا مگر بسیار همه هر اینجا آنجا امروز فردا دیروز "
        "لطفاً تشکر سلام بلی نی صنف مکتب شفاخانه کلینیک طفل اطفال خانم صاحب خانه لسان داکتر نرس ریاست "
        "پولیس مکتوب خورد قیمت ضرورت بگیرم نمایم شاروالی تذکره فامیل وقت پیسه گپ صحت ترجمان مه ده بچیم "
        "دریور موتر بس بایسکل ناوقت صبا افغانی وطن کوچ بود باش خاطر ضرور نمی می"
    ),
    "ps": (
        "د په چې او دی ده دي کې ته له سره زه ته موږ تاسو هغه دا زما ستا زموږ ستاسو نه یو یې مې به څه څوک "
        "چېرته کله ولې څنګه ځکه که خو یا لپاره څخه وروسته مخکې ډېر ټول هر دلته هلته نن سبا پرون غواړم کولای "
        "شم شي شئ لرم مهرباني مننه سلام هو باید وکړم وکړئ کوم پوهېږم اړتیا نشم کوي"
    ),
    "ur": (
        "کے کی کا میں ہے ہیں کو سے نے اور پر یہ وہ ہم آپ میرا میری میرے ہمارا آپ کا مجھے ہمیں نہیں کیا کہاں "
        "کب کیوں کیسے کون کہ اگر لیکن یا تو بھی ہی تک لیے ساتھ بعد پہلے بہت سب ہر یہاں وہاں آج کل چاہتا چاہتی "
        "چاہیے سکتا سکتے سکتی ہوں تھا تھی گا گی کرنا کریں شکریہ براہ کرم السلام جی ہاں رہا رہی ایک"
    ),
    "ckb": (
        "و لە بە بۆ کە لەگەڵ ئەم ئەو من تۆ ئێمە ئێوە ئەوان خۆم خۆی هەیە نییە نیە چی چییە کوێ کوێیە کەی کێ بۆچی "
        "چۆن چونکە ئەگەر بەڵام یان هەر هەموو زۆر لێرە لەوێ ئەمڕۆ سبەی دوێنێ دەمەوێت دەتوانم دەتوانیت ناتوانم "
        "دەبێت بووم دوای پێش تا تەنها سوپاس سڵاو تکایە بەڵێ نەخێر ەکەم ەکە یەک منداڵ دەکەم دەکات پێم لێم بۆم"
    ),
    "ar": (
        "في من إلى على عن مع أن إن لا ما هذا هذه ذلك التي الذي هو هي أنا أنت نحن هم لي لك لنا كان كانت يكون هل "
        "أين متى كيف لماذا من ماذا لأن إذا لكن أو ثم بعد قبل كل هنا هناك اليوم غدا أمس أريد أستطيع يمكن يمكنك "
        "يجب شكرا مرحبا نعم جدا فقط أيضا عند منذ حتى ليس قد لم لن كم السلام عليكم الخير"
    ),
    "ti": (
        "እዩ እያ እየ እዮም ኢና ኣሎ ኣላ ኣለኹ ኣለና ኣብ ካብ ናብ ምስ ንስኻ ንሱ ንሳ ኣነ ንሕና እዚ እታ እቲ እቶም ከምዚ ድዩ ዶ ግን ድማ ከኣ ስለ "
        "እንተ ከም ብዛዕባ ድሕሪ ቅድሚ ኩሉ ኩሎም ብዙሕ ጽቡቕ ሎሚ ጽባሕ ትማሊ ኣበይ መዓስ እንታይ መን ከመይ ስለምንታይ ይኽእል ክኽእል "
        "እደሊ ይደሊ ኣይኮነን የለን የልቦን በጃኻ የቐንየለይ ሰላም እወ ኣይፋል ንዓይ ናይ ናተይ ወይ ወይስ ጥራይ ኣዝዩ"
    ),
    "am": (
        "ነው ነበር ናቸው ነኝ አለ አላት አለኝ እና ወይም ግን ወደ ከ በ ለ ስለ እንደ እኔ አንተ አንቺ እሱ እሷ እኛ እናንተ እነሱ ይህ ያ ይህን የት መቼ ምን "
        "ማን እንዴት ለምን ከሆነ በኋላ በፊት ሁሉ ሁሉም ብዙ በጣም ጥሩ ዛሬ ነገ ትናንት እዚህ እዚያ እፈልጋለሁ እችላለሁ አልችልም አለብኝ አለብን "
        "እባክዎ እባክህ አመሰግናለሁ ሰላም አዎ አይ የእኔ ብቻ ሊ ስንት አይደለም"
    ),
    "yi": (
        "איך דו ער זי מיר איר זיי איז זענען האָב האָט האָבן און אָדער אָבער נישט ניט אַ אַן די דער "
        "דאָס דעם פֿון צו מיט ווען ווי וואָס ווער"
    ),
    "he": (
        "אני אתה את הוא היא אנחנו הם הן זה זאת של על עם אל לא כן מה מי איפה מתי איך למה כי אם או אבל "
        "גם רק יש אין היה להיות תודה שלום"
    ),
}  # fmt: skip

SMALL_WORDS = {tag: frozenset(words.split()) for tag, words in _WORDS.items()}
"""Of our own choosing, by language tag."""
