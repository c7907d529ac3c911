# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Some sentences of everyday life in each language that we weigh: what letters follow each other."""

SAMPLES = {
    "sv": (
        "hej jag undrar hur jag anmäler mig till kursen i svenska och när den börjar. vi har flyttat "
        "hit och barnen ska börja i skolan. kan ni hjälpa mig att förstå brevet från "
        "försäkringskassan? var ligger vårdcentralen och vilken tid är det öppet? tack för hjälpen "
        "och ha en bra dag. staden ordnar skola och förskola för alla barn. biblioteket är öppet "
        "varje dag utom söndag. om du inte kan språket får du be om tolk och det är gratis. skriv "
        "ditt namn och när du är född på blanketten och skicka den till oss före månadens slut. "
        "busskortet köper du i affären. gamla människor får hjälp hemma. vi ringer dig när det är din "
        "tur. det är snö och kallt ute. hur mår du? det är viktigt för mig att ni hjälper mig med "
        "detta. pappa och mamma arbetar på sjukhuset. de är inte hemma just nu. eleverna läser och "
        "skriver svenska. tänk efter innan du svarar. hans hus är rött och stort"
    ),
    "en": (
        "hello i would like to know how to sign up for the course and when it starts. we have moved "
        "here and the children will begin school. can you help me understand the letter from the "
        "agency? where is the health centre and what are the opening hours? thank you for your help. "
        "the city offers school and preschool for all children. the library is open every day except "
        "sundays. if you do not speak the language you may ask for an interpreter and it is free. "
        "write your name and when you were born on the form and send it to us before the end of the "
        "month. you buy the bus card in the shop. old people get help at home. we will call you when "
        "it is your turn. there is snow and it is cold outside. how are you? it matters to me that "
        "you help me with this. dad and mum work at the hospital. they are not at home right now. "
        "think before you reply. his house is red and big"
    ),
    "nb": (
        "hei jeg lurer på hvordan jeg melder meg på kurset i svensk og når det begynner. vi har "
        "flyttet hit og barna skal begynne på skolen. kan dere hjelpe meg å forstå brevet fra etaten? "
        "hvor ligger helsestasjonen og hva er åpningstidene? takk for hjelpen og ha en fin dag. byen "
        "har skole og barnehage for alle barn. biblioteket er åpent hver dag unntatt søndag. hvis du "
        "ikke kan språket kan du be om tolk og det er gratis. skriv navnet ditt og når du er født på "
        "skjemaet og send det til oss før slutten av måneden. busskortet kjøper du i butikken. gamle "
        "mennesker får hjelp hjemme. vi ringer deg når det er din tur. det er snø og kaldt ute. "
        "hvordan har du det? det er viktig for meg at dere hjelper meg med dette. far og mor jobber "
        "på sykehuset. de er ikke hjemme nå. tenk deg om før du svarer. huset hans er rødt og stort"
    ),
    "fi": (
        "hei haluaisin tietää miten ilmoittaudun kurssille ja milloin se alkaa. olemme muuttaneet "
        "tänne ja lapset aloittavat koulun. voitteko auttaa minua ymmärtämään kirjeen? missä "
        "terveyskeskus on ja mihin aikaan se on auki? kiitos avusta ja hyvää päivän jatkoa. kaupunki "
        "järjestää koulun ja päiväkodin kaikille lapsille. kirjasto on auki joka päivä paitsi "
        "sunnuntaisin. jos et osaa kieltä voit pyytää tulkkia eikä se maksa mitään. kirjoita nimesi "
        "ja syntymäaikasi tähän lomakkeeseen ja lähetä se meille ennen kuin kuukausi loppuu. "
        "bussikortin voi ostaa kaupasta. vanhat ihmiset saavat apua kotona. soitamme sinulle kun on "
        "sinun vuorosi. tänään on lunta ja kylmä ilma. miten voit? minulle on tärkeää että autatte "
        "minua tässä asiassa. isä ja äiti ovat työssä sairaalassa. he eivät ole kotona tänään. "
        "oppilaat lukevat ja kirjoittavat suomea. ajattele ennen kuin vastaat. hänen talonsa on "
        "punainen ja iso. tulemme helsingistä ja puhumme suomea kotona ja koulussa. sitten menimme "
        "metsään keräämään marjoja. lehmät ovat navetassa, pojat ovat kalassa"
    ),
    "fit": (
        "hei met olema muuttanheet tänne ja lapset alkava koulun. mie haluaisin tietää kunka mie "
        "ilmotan ittensä kyrsile ja koska se alkaa. saatteko auttaa minua ymmärtämhään tämän previn? "
        "missä oon sjukstuuva ja mihin aikhaan se oon auki? het häätyvä sanoa meile kunka sitä saapi "
        "tehhä. kunta järjestää koulun ja lastentarhan kaikile lapsile. kirjasto oon auki joka päivä "
        "paitti pyhänä. jos sie et ymmärä kieltä niin sie saatat pyytää tulkkia ja se ei maksa "
        "mithään. kirjota sinun nimi ja koska olet syntyny tähhään papphriin ja lähätä se meile ennen "
        "ko kuukausi loppuu. bussikortin saapi ostaa kaupasta. vanhat ihmiset saava appua kothoona. "
        "met soitamma sulle ko oon sinun vuoro. tänhään oon lunta ja kylmä ilma. kunkas sie voit? "
        "mulle oon tärkeä ette tet autatta minua tässä asiassa. isä ja äiti oon työssä "
        "sairashuohneela. het ei ole kothoona tänhään. oppilhaat lukeva ja kirjottava meänkielelä. "
        "aattele ennen ko vastaat. hänen talo oon punanen ja iso. met olema Tornionlaaksosta ja "
        "puhuma meänkieltä kotona ja koulussa. sitte met menimä mettään hakemhaan marjoja. lehmät oon "
        "navetassa, poijat oon kalassa"
    ),
    "se": (
        "bures mun háliidan diehtit mo mun dieđihan iežan kursii ja goas dat álgá. mii leat fárren "
        "deike ja mánát álget skuvlii. sáhttibehtet go veahkehit mu ipmirdit reivve? gos lea "
        "dearvvašvuođaguovddáš ja goas dat lea rabas? giitu veahki ovddas ja buorre beaivi. gielda "
        "lágida skuvlla ja mánáidgárddi buot mánáide. girjerádju lea rabas juohke beaivvi earret "
        "sotnabeaivvi. jus it ipmir giela de sáhtát jearrat dulkka ja dat lea nuvttá. sámi álbmogis "
        "lea riekti geavahit iežas giela eiseválddiiguin. čále namat ja riegádannummir dán skovvái ja "
        "sádde dan midjiide ovdal mánu loahpa. bussekoartta oastá stašuvnnas dahje gávppis. boares "
        "olbmot ožžot veahki ruovttus. mii riŋget dutnje go lea du vuorru. bohccot leat duoddaris ja "
        "guolit leat jogas. otne lea muohta ja buolaš. leatgo don buorre dilis? munnje lea dehálaš "
        "ahte dii veahkkehehpet mu dáinna áššiin. áhčči ja eadni bargaba buohcciviesus. soai eaba "
        "leat ruovttus odne. oahppit lohket ja čállet davvisámegillii. jurddaš ovdal go vástidat. su "
        "viessu lea ruoksat ja stuoris"
    ),
    "kmr": (
        "silav ez dixwazim bizanim ku ez çawa dikarim xwe ji bo kursê qeyd bikim û ew kengî dest pê "
        "dike. em nû hatine vir û zarok dê dest bi dibistanê bikin. hûn dikarin ji min re alîkar bin "
        "ku ez vê nameyê fêm bikim? navenda tenduristiyê li ku ye û kengî vekirî ye? gelek spas ji bo "
        "alîkariya we. şaredarî ji hemû zarokan re cih di dibistan û baxçe de dide. pirtûkxane her "
        "roj ji bilî yekşemê vekirî ye. heke hûn zimên fêm nakin hûn dikarin wergêr bixwazin û ew "
        "belaş e. nav û roja jidayikbûna xwe li ser vê formê binivîsin û berî dawiya mehê ji me re "
        "bişînin. bilêtên otobusê li firoşgehê tên firotin. kesên pîr li malê alîkariyê distînin. "
        "dema dora we bê em ê telefonî we bikin. îro hewa sar e û berf dibare. ma tu baş î? ji bo min "
        "girîng e ku hûn di vî karî de piştgiriya min bikin. bav û dê li nexweşxaneyê dixebitin. ew "
        "îro ne li mal in. xwendekar bi kurdî dixwînin û dinivîsin. berî ku bersivê bidî bifikire. "
        "mala wî sor û mezin e. me gotiye ku em ê bên lê wan guh nedan me. gelek kes nizanin mafê wan "
        "heye. pêşî forma xwe dagire, paşê bide wan. çend salî yî?"
    ),
    "rom": (
        "lačho dives me kamav te džanav sar šaj te lel pes than ande škola thaj kana vi astarel. ame "
        "avilam kate thaj e čhavore ka džan ande škola. šaj te den man vast te hakarav o lil kaj "
        "avilo? kaj si o sastipen thaj kana si phuterdo? nais tumenge pe o vast thaj te aven saste. o "
        "foro del than ande škola savorre čhavorenge. e biblioteka si phuterdi svako dives numa na "
        "kurko. te na hakares i čhib šaj te manges translatoros thaj kodo si bi lovengo. ramosar čiro "
        "alav thaj o dives kana bijandilan pe kado lil thaj bičhal les amenge angla o agor le "
        "čhonesko. e phure manuša len vast khere. ame akharas tut kana avel čiro rindo. ades si šil "
        "thaj del o iv. san mišto? mange si importanto te den man vast ande kadi buti. o dad thaj e "
        "dej keren buti ando špitali. von naj ades khere. e čhavore drabaren thaj ramon romanes. "
        "gindisar tut angla so phenes. lesko kher si lolo thaj baro. amen phendam ke avas, von na "
        "ašunde amen. but roma na žanen ke si len čačimata. sar phučes? me sem katar aver them thaj "
        "bešav kathe trin berš. xan thaj pijen amensa. devlesa aven, ačhen devlesa"
    ),
    "so": (
        "salaan waxaan rabaa inaan ogaado sida aan isaga diiwaangeliyo koorsada iyo goorta ay "
        "bilaabanayso. halkan ayaan u soo guurnay carruurtuna waxay bilaabayaan iskuulka. ma iga "
        "caawin kartaa inaan fahmo warqadda? xaggee buu ku yaallaa xarunta caafimaadku goormase la "
        "furayaa? mahadsanid. magaaladu waxay iskuul iyo xanaano u fidisaa carruurta oo dhan. "
        "maktabaddu waa furan tahay maalin kasta marka laga reebo axadda. haddii aadan luqadda aqoon "
        "waxaad codsan kartaa turjubaan waana lacag la aan. ku qor magacaaga iyo taariikhda "
        "dhalashada foomka oo noo soo dir ka hor dhammaadka bisha. kaarka baska waxaa laga iibsadaa "
        "dukaanka. dadka waayeelka ah waxay caawimo ku helaan guriga. waan ku soo wici doonnaa markay "
        "kuu soo gaarto. maanta baraf baa jira dibaddana waa qabow. sidee tahay? aabbe iyo hooyo "
        "waxay ka shaqeeyaan isbitaalka. guriga ma joogaan hadda. ka fiirso intaadan jawaabin. "
        "gurigiisu waa cas yahay waana weyn yahay"
    ),
    "ar": (
        "مرحبا أريد أن أعرف كيف أسجل في الدورة ومتى تبدأ. لقد انتقلنا إلى هنا وسيبدأ الأطفال المدرسة. "
        "هل يمكنكم مساعدتي على فهم الرسالة؟ أين يقع المركز الصحي وما هي أوقات العمل؟ شكرا على "
        "المساعدة"
    ),
    "fa": (
        "سلام می‌خواهم بدانم چگونه در کلاس ثبت نام کنم و کی شروع می‌شود. ما به اینجا آمده‌ایم و "
        "بچه‌ها به مدرسه می‌روند. می‌توانید کمک کنید که این نامه را بفهمم؟ درمانگاه کجاست و ساعت کار "
        "آن چیست؟ از کمک شما متشکرم. شهرداری برای همه‌ی بچه‌ها مدرسه و مهدکودک دارد. کتابخانه هر روز "
        "به‌جز یکشنبه باز است. اگر زبان را بلد نیستید می‌توانید مترجم بخواهید و رایگان است. اسم و "
        "تاریخ تولدتان را در این فرم بنویسید و تا آخر ماه برایمان بفرستید. بلیت اتوبوس را می‌شود از "
        "فروشگاه خرید. سالمندان در خانه کمک می‌گیرند. وقتی نوبتتان شد بهتان زنگ می‌زنیم. امروز هوا "
        "سرد است و برف می‌بارد. حالتان خوب است؟ برایم مهم است که در این کار کمکم کنید. پدر و مادرم در "
        "بیمارستان کار می‌کنند. آن‌ها امروز خانه نیستند. قبل از جواب دادن فکر کن. کجا می‌توانم ماشینم "
        "را پارک کنم؟ ببخشید، دیر رسیدم"
    ),
    "prs": (
        "سلام می خواهم بدانم چطور در صنف ثبت نام نمایم و چه وقت شروع می شود. ما به اینجا کوچ کرده ایم "
        "و اطفال به مکتب می روند. می توانید کمک نمایید که این مکتوب را بفهمم؟ کلینیک در کجاست و چه "
        "وقت باز می باشد؟. شاروالی برای تمام اطفال مکتب و کودکستان دارد. کتابخانه همه روزه به غیر از "
        "یکشنبه باز است. اگر لسان را بلد نیستید میتوانید ترجمان بخواهید و مفت است. نام و تاریخ تولد "
        "خود را درین فورم نوشته کنید و تا ختم ماه به ما روان کنید. تکت سرویس را از دکان خریده "
        "میتوانید. کلان سالان در خانه کمک می گیرند. وقتی که نوبت شما شد برای تان زنگ میزنیم. امروز "
        "هوا خنک است و برف میبارد. جور هستید؟ برای من مهم است که درین کار همرایم کمک کنید. پدر و "
        "مادرم در شفاخانه کار میکنند. آنها امروز در خانه نیستند. پیش از جواب دادن فکر کو. موتر خود را "
        "در کجا ایستاد کرده میتوانم؟ ببخشین که ناوقت رسیدم"
    ),
    "ps": (
        "سلام زه غواړم پوه شم چې څنګه په کورس کې نوم لیکنه وکړم او کله پیلېږي. موږ دلته راغلي یو او "
        "ماشومان به ښوونځي ته ځي. ایا تاسو کولای شئ چې ما سره مرسته وکړئ؟ روغتیایي مرکز چېرته دی؟ "
        "ستاسو له مرستې مننه"
    ),
    "ur": (
        "السلام علیکم میں جاننا چاہتا ہوں کہ کورس میں داخلہ کیسے لوں اور یہ کب شروع ہوتا ہے۔ ہم یہاں "
        "منتقل ہوئے ہیں اور بچے اسکول جائیں گے۔ کیا آپ خط سمجھنے میں میری مدد کر سکتے ہیں؟ صحت مرکز "
        "کہاں ہے؟ آپ کی مدد کا شکریہ"
    ),
    "ckb": (
        "سڵاو دەمەوێت بزانم چۆن ناوم لە خولەکە تۆمار بکەم و کەی دەست پێدەکات. ئێمە هاتووینەتە ئێرە و "
        "منداڵەکان دەچنە قوتابخانە. دەتوانن یارمەتیم بدەن بۆ ئەوەی لە نامەکە تێبگەم؟ بنکەی تەندروستی "
        "لە کوێیە؟ زۆر سوپاس"
    ),
    "ti": (
        "ሰላም ኣብ ኮርስ ከመይ ጌረ ከም ዝምዝገብን መዓስ ከም ዝጅምርን ክፈልጥ ደልየ። ናብዚ መጺእና ኣለና ደቅና ድማ ትምህርቲ ክጅምሩ እዮም። እዚ "
        "ደብዳበ ንክርድኣኒ ክትሕግዙኒ ትኽእሉ ዶ? ክሊኒክ ኣበይ ኣሎ? ንሓገዝኩም የቐንየለይ"
    ),
    "am": (
        "ሰላም ለትምህርቱ እንዴት እንደምመዘገብ እና መቼ እንደሚጀምር ማወቅ እፈልጋለሁ። ወደዚህ ተዛውረናል ልጆቹም ትምህርት ይጀምራሉ። ይህን ደብዳቤ "
        "እንድረዳ ሊረዱኝ ይችላሉ? ጤና ጣቢያው የት ነው? ስለ እርዳታዎ አመሰግናለሁ"
    ),
    "yi": (
        "גוטן טאָג איך וויל וויסן ווי אַזוי איך קען זיך פֿאַרשרײַבן אויפֿן קורס און ווען ער הייבט זיך "
        "אָן. מיר האָבן זיך אַהערגעצויגן און די קינדער גייען אין שול. קענט איר מיר העלפֿן צו "
        "פֿאַרשטיין דעם בריוו? אַ דאַנק"
    ),
    "he": (
        "שלום אני רוצה לדעת איך נרשמים לקורס ומתי הוא מתחיל. עברנו לכאן והילדים יתחילו ללמוד בבית "
        "הספר. האם תוכלו לעזור לי להבין את המכתב? איפה נמצא מרכז הבריאות ומתי הוא פתוח? תודה על העזרה"
    ),
    "da": (
        "byen har skole og børnehave til alle børn. biblioteket er åbent hver dag undtagen søndag. "
        "hvis du ikke kan sproget kan du bede om en tolk og det er gratis. skriv dit navn og hvornår "
        "du er født på skemaet og send det til os inden månedens udgang. buskortet køber du i "
        "butikken. gamle mennesker får hjælp derhjemme. vi ringer til dig når det bliver din tur. der "
        "ligger sne og det er koldt udenfor. hvordan har du det? det er vigtigt for mig at i hjælper "
        "mig med det her. far og mor arbejder på sygehuset. de er ikke hjemme lige nu. tænk dig om "
        "før du svarer. hans hus er rødt"
    ),
    "es": (
        "la ciudad ofrece escuela y guardería para todos los niños. la biblioteca está abierta todos "
        "los días menos el domingo. si no habla el idioma puede pedir un intérprete y es gratis. "
        "escriba su nombre y fecha de nacimiento en el formulario y envíelo antes de fin de mes. el "
        "billete de autobús se compra en la tienda. las personas mayores reciben ayuda en casa. le "
        "llamaremos cuando sea su turno. hoy hay nieve y hace frío. ¿qué tal está? para mí es "
        "importante que me ayuden con esto. mi padre y mi madre trabajan en el hospital. ahora no "
        "están en casa. piense antes de responder"
    ),
    "fr": (
        "la ville propose une école et une crèche à tous les enfants. la bibliothèque est ouverte "
        "tous les jours sauf le dimanche. si vous ne parlez pas la langue vous pouvez demander un "
        "interprète et c'est gratuit. écrivez votre nom et votre date de naissance sur le formulaire "
        "et envoyez-le avant la fin du mois. les personnes âgées reçoivent de l'aide à la maison. "
        "nous vous appellerons quand ce sera votre tour. il y a de la neige et il fait froid. comment "
        "allez-vous? mon père et ma mère travaillent à l'hôpital"
    ),
    "de": (
        "die stadt bietet schule und kindergarten für alle kinder. die bibliothek ist jeden tag außer "
        "sonntag geöffnet. wenn sie die sprache nicht sprechen können sie einen dolmetscher bekommen "
        "und das ist kostenlos. schreiben sie ihren namen und das geburtsdatum auf das formular und "
        "schicken sie es vor ende des monats. alte menschen bekommen hilfe zu hause. wir rufen sie an "
        "wenn sie an der reihe sind. heute liegt schnee und es ist kalt. wie geht es ihnen? vater und "
        "mutter arbeiten im krankenhaus"
    ),
    "pl": (
        "miasto zapewnia szkołę i przedszkole dla wszystkich dzieci. biblioteka jest otwarta "
        "codziennie oprócz niedzieli. jeśli nie znasz języka możesz poprosić o tłumacza i jest to "
        "bezpłatne. wpisz swoje imię i datę urodzenia w formularzu i wyślij go przed końcem miesiąca. "
        "starsi ludzie otrzymują pomoc w domu. zadzwonimy gdy przyjdzie twoja kolej. dziś jest śnieg "
        "i zimno. jak się czujesz? ojciec i matka pracują w szpitalu"
    ),
    "tr": (
        "belediye bütün çocuklara okul ve kreş sağlar. kütüphane pazar hariç her gün açıktır. dili "
        "bilmiyorsanız tercüman isteyebilirsiniz ve ücretsizdir. adınızı ve doğum tarihinizi forma "
        "yazın ve ay sonundan önce bize gönderin. yaşlı insanlar evde yardım alır. sıranız gelince "
        "sizi ararız. bugün kar var ve hava soğuk. nasılsınız? annem ve babam hastanede çalışıyorlar. "
        "şu anda evde değiller. cevap vermeden önce düşünün"
    ),
    "uk": (
        "місто забезпечує школу та дитячий садок для всіх дітей. бібліотека працює щодня, крім "
        "неділі. якщо ви не знаєте мови, можете попросити перекладача, і це безкоштовно. напишіть "
        "своє ім’я та дату народження у формулярі й надішліть до кінця місяця. проїзний квиток "
        "купують у магазині. літні люди отримують допомогу вдома. ми зателефонуємо, коли підійде ваша "
        "черга. сьогодні сніг і холодно. як ся маєте? батько й мати працюють у лікарні. їх зараз "
        "немає вдома. подумайте, перш ніж відповісти"
    ),
    "ru": (
        "город обеспечивает школу и детский сад для всех детей. библиотека открыта ежедневно, кроме "
        "воскресенья. если вы не знаете языка, вы можете попросить переводчика, и это бесплатно. "
        "напишите своё имя и дату рождения в бланке и отправьте до конца месяца. проездной билет "
        "покупают в магазине. пожилые люди получают помощь дома. мы позвоним вам, когда подойдёт ваша "
        "очередь. сегодня снег и холодно. как вы поживаете? отец и мать работают в больнице. их "
        "сейчас нет дома. подумайте, прежде чем ответить"
    ),
}  # fmt: skip
"""Our own words; trained on, never shown."""
