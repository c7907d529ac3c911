# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A few sentences of everyday life in the languages that letters must tell apart."""

SAMPLES = {
    "sv": (
        "hej jag undrar hur jag anmäler mig till kursen i svenska och när den börjar. vi har flyttat "
        "hit och barnen ska börja i skolan. kan ni hjälpa mig att förstå brevet från försäkringskassan? "
        "var ligger vårdcentralen och vilken tid är det öppet? tack för hjälpen och ha en bra dag"
    ),
    "en": (
        "hello i would like to know how to sign up for the course and when it starts. we have moved "
        "here and the children will begin school. can you help me understand the letter from the agency? "
        "where is the health centre and what are the opening hours? thank you for your help"
    ),
    "nb": (
        "hei jeg lurer på hvordan jeg melder meg på kurset i svensk og når det begynner. vi har flyttet "
        "hit og barna skal begynne på skolen. kan dere hjelpe meg å forstå brevet fra etaten? "
        "hvor ligger helsestasjonen og hva er åpningstidene? takk for hjelpen og ha en fin dag"
    ),
    "fi": (
        "hei haluaisin tietää miten ilmoittaudun kurssille ja milloin se alkaa. olemme muuttaneet tänne "
        "ja lapset aloittavat koulun. voitteko auttaa minua ymmärtämään kirjeen? missä terveyskeskus on "
        "ja mihin aikaan se on auki? kiitos avusta ja hyvää päivän jatkoa"
    ),
    "fit": (
        "hei met olema muuttanheet tänne ja lapset alkava koulun. mie haluaisin tietää kunka mie ilmotan "
        "ittensä kyrsile ja koska se alkaa. saatteko auttaa minua ymmärtämhään tämän previn? missä oon "
        "sjukstuuva ja mihin aikhaan se oon auki? het häätyvä sanoa meile kunka sitä saapi tehhä"
    ),
    "se": (
        "bures mun háliidan diehtit mo mun dieđihan iežan kursii ja goas dat álgá. mii leat fárren deike "
        "ja mánát álget skuvlii. sáhttibehtet go veahkehit mu ipmirdit reivve? gos lea dearvvašvuođaguovddáš "
        "ja goas dat lea rabas? giitu veahki ovddas ja buorre beaivi"
    ),
    "kmr": (
        "silav ez dixwazim bizanim ku ez çawa dikarim xwe ji bo kursê qeyd bikim û ew kengî dest pê dike. "
        "em nû hatine vir û zarok dê dest bi dibistanê bikin. hûn dikarin ji min re alîkar bin ku ez vê "
        "nameyê fêm bikim? navenda tenduristiyê li ku ye û kengî vekirî ye? gelek spas ji bo alîkariya we"
    ),
    "rom": (
        "lačho dives me kamav te džanav sar šaj te lel pes than ande škola thaj kana vi astarel. ame avilam "
        "kate thaj e čhavore ka džan ande škola. šaj te den man vast te hakarav o lil kaj avilo? kaj si o "
        "sastipen thaj kana si phuterdo? nais tumenge pe o vast thaj te aven saste"
    ),
    "so": (
        "salaan waxaan rabaa inaan ogaado sida aan isaga diiwaangeliyo koorsada iyo goorta ay bilaabanayso. "
        "halkan ayaan u soo guurnay carruurtuna waxay bilaabayaan iskuulka. ma iga caawin kartaa inaan "
        "fahmo warqadda? xaggee buu ku yaallaa xarunta caafimaadku goormase la furayaa? mahadsanid"
    ),
    "ar": (
        "مرحبا أريد أن أعرف كيف أسجل في الدورة ومتى تبدأ. لقد انتقلنا إلى هنا وسيبدأ الأطفال المدرسة. "
        "هل يمكنكم مساعدتي على فهم الرسالة؟ أين يقع المركز الصحي وما هي أوقات العمل؟ شكرا على المساعدة"
    ),
    "fa": (
        "سلام می‌خواهم بدانم چگونه در کلاس ثبت نام کنم و کی شروع می‌شود. ما به اینجا آمده‌ایم و بچه‌ها به مدرسه "
        "می‌روند. می‌توانید کمک کنید که این نامه را بفهمم؟ درمانگاه کجاست و ساعت کار آن چیست؟ از کمک شما متشکرم"
    ),
    "prs": (
        "سلام می خواهم بدانم چطور در صنف ثبت نام نمایم و چه وقت شروع می شود. ما به اینجا کوچ کرده ایم و اطفال به "
        "مکتب می روند. می توانید کمک نمایید که این مکتوب را بفهمم؟ کلینیک در کجاست و چه وقت باز می باشد؟"
    ),
    "ps": (
        "سلام زه غواړم پوه شم چې څنګه په کورس کې نوم لیکنه وکړم او کله پیلېږي. موږ دلته راغلي یو او ماشومان به "
        "ښوونځي ته ځي. ایا تاسو کولای شئ چې ما سره مرسته وکړئ؟ روغتیایي مرکز چېرته دی؟ ستاسو له مرستې مننه"
    ),
    "ur": (
        "السلام علیکم میں جاننا چاہتا ہوں کہ کورس میں داخلہ کیسے لوں اور یہ کب شروع ہوتا ہے۔ ہم یہاں منتقل ہوئے ہیں "
        "اور بچے اسکول جائیں گے۔ کیا آپ خط سمجھنے میں میری مدد کر سکتے ہیں؟ صحت مرکز کہاں ہے؟ آپ کی مدد کا شکریہ"
    ),
    "ckb": (
        "سڵاو دەمەوێت بزانم چۆن ناوم لە خولەکە تۆمار بکەم و کەی دەست پێدەکات. ئێمە هاتووینەتە ئێرە و منداڵەکان دەچنە "
        "قوتابخانە. دەتوانن یارمەتیم بدەن بۆ ئەوەی لە نامەکە تێبگەم؟ بنکەی تەندروستی لە کوێیە؟ زۆر سوپاس"
    ),
    "ti": (
        "ሰላም ኣብ ኮርስ ከመይ ጌረ ከም ዝምዝገብን መዓስ ከም ዝጅምርን ክፈልጥ ደልየ። ናብዚ መጺእና ኣለና ደቅና ድማ ትምህርቲ ክጅምሩ እዮም። "
        "እዚ ደብዳበ ንክርድኣኒ ክትሕግዙኒ ትኽእሉ ዶ? ክሊኒክ ኣበይ ኣሎ? ንሓገዝኩም የቐንየለይ"
    ),
    "am": (
        "ሰላም ለትምህርቱ እንዴት እንደምመዘገብ እና መቼ እንደሚጀምር ማወቅ እፈልጋለሁ። ወደዚህ ተዛውረናል ልጆቹም ትምህርት ይጀምራሉ። "
        "ይህን ደብዳቤ እንድረዳ ሊረዱኝ ይችላሉ? ጤና ጣቢያው የት ነው? ስለ እርዳታዎ አመሰግናለሁ"
    ),
    "yi": (
        "גוטן טאָג איך וויל וויסן ווי אַזוי איך קען זיך פֿאַרשרײַבן אויפֿן קורס און ווען ער הייבט זיך אָן. מיר האָבן זיך "
        "אַהערגעצויגן און די קינדער גייען אין שול. קענט איר מיר העלפֿן צו פֿאַרשטיין דעם בריוו? אַ דאַנק"
    ),
    "he": (
        "שלום אני רוצה לדעת איך נרשמים לקורס ומתי הוא מתחיל. עברנו לכאן והילדים יתחילו ללמוד בבית הספר. "
        "האם תוכלו לעזור לי להבין את המכתב? איפה נמצא מרכז הבריאות ומתי הוא פתוח? תודה על העזרה"
    ),
}  # fmt: skip
"""Our own words; trained on, never shown."""
