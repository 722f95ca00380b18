/* detect_words.c - the commonest words of each language, as they are written
 *
 * Chosen for two ends: that a third of any text is made of them, and that
 * neighbours differ (Danish af, Norwegian av).  A word may stand under several
 * languages; it then says nothing between those.  What news tell again and
 * again of other countries (names, "president") is left out.  Small letters,
 * NFC; what stands around an apostrophe is two words.
 *
 * Languages that are not told apart by such words are left out, or stand for
 * each other: Bosnian is found as Croatian, both Norwegians as Norwegian.
 */
#include "lib/analysis/detect_words.h"

#include <stddef.h>

const struct common_words COMMON_WORDS[] = {
	/* ---- Latin ---- */
	{ "en",
	  "the of and to a in is that for it was on with as he be by at have "
	  "are from this his but they not an or we you which were said had has "
	  "their would will who its there been one she can more when if about "
	  "out her what up all people than some into after could over only our "
	  "also other them your how my these because do did being should those "
	  "where while between against before s t" },
	{ "de",
	  "der die und in den von zu das mit sich des auf für ist im dem nicht "
	  "ein eine als auch es an werden aus er hat dass sie nach wird bei "
	  "einer um am sind noch wie einem über einen so zum war haben nur oder "
	  "aber vor zur bis mehr durch man sein wurde sei wenn ich wir kann "
	  "gegen vom schon hatte unter seine ihre daß diese dieser keine eines "
	  "habe dann beim soll ihrer zwei ihm zwischen seiner wurden jedoch" },
	{ "fr",
	  "de la le et les des en un du une que est pour qui dans a par plus "
	  "pas au sur ne se ce il sont avec ont d l qu n s c on aux été cette "
	  "mais ses son comme ou nous elle leur y même deux ces fait sa si être "
	  "après entre tout je dit également aussi encore était très sans leurs "
	  "depuis où lors contre selon avait bien vous ils dont donc peut" },
	{ "es",
	  "de la que el en y a los se del las un por con una para no su al lo "
	  "es como más o pero sus le ha me si sin sobre este ya entre cuando "
	  "esta ser son dos también fue había era muy años hasta desde está "
	  "mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene "
	  "él uno donde bien mismo ese ahora cada vida otro después otros esto "
	  "según contra durante ante fueron tras hacer quien dijo" },
	{ "it",
	  "di e il la che in a per è un del le si della non con i una da al dei "
	  "ha sono nel più come alla dell l delle anche lo gli alle ma dal ai "
	  "nella o se degli sul ha su all stato questo loro essere cui solo "
	  "anni hanno dopo ci d c due tra era nei dalla dall sulla fatto quello "
	  "prima questa perché già sia ancora stata sua suo ad ed poi molto "
	  "contro chi così nelle secondo dove quando tutti fra" },
	{ "pt",
	  "de a o que e do da em um para é com não uma os no se na por mais as "
	  "dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos "
	  "já está eu também só pelo pela até isso ela entre era depois sem "
	  "mesmo aos ter seus quem nas me esse eles estão você tinha foram essa "
	  "num nem suas meu às minha têm numa pelos elas havia seja qual será "
	  "nós tenho lhe deles essas esses pelas este fosse dele são anos disse "
	  "segundo ainda sobre contra após pessoas cada onde antes" },
	{ "nl",
	  "de van het een en in is dat op te zijn voor met die niet aan er om "
	  "ook als dan maar bij of uit nog naar heeft hij ze wordt door over ik "
	  "hebben we al was meer worden tot je kan tegen werd zich na geen zij "
	  "moet deze wel zo veel heb dit daar haar had ons omdat kunnen zou wat "
	  "onder tussen wil mensen jaar volgens twee zal moeten waar toch toen "
	  "hun alleen weer eerste zegt hem mijn zonder" },
	{ "sv",
	  "och i att det som en på är av för med till den har de inte om ett "
	  "han men var jag sig från vi så kan när år ska också efter eller nu "
	  "sin där vid mot hade under mycket hur mer alla skulle ut bara blir "
	  "man detta vara kommer utan finns bli säger in över då blev hon upp "
	  "mellan sedan vad två få många andra sina någon än denna går dem här "
	  "fick får varit genom hans ingen flera redan del" },
	{ "da",
	  "og i at det er en til af på for med den der de som ikke har et han "
	  "om var men fra sig vi så kan efter ved skal jeg også nu eller hun "
	  "når mod været vil hvor være blev have siger bliver år hans mange "
	  "mere blevet op ud havde kun man over før end sin to dem kunne skulle "
	  "hvad deres noget meget ville nogle mellem under uden selv alle andre "
	  "hvis fordi ind få får ikke lige sagde flere denne dette" },
	{ "no",
	  "og i at det er en til av på for med den som ikke har et han om var "
	  "men fra seg vi så kan etter ved skal jeg også nå eller hun når mot "
	  "vært vil hvor være ble de blir sier år hans mange mer blitt opp ut "
	  "hadde bare man over før enn sin to dem kunne skulle hva deres noe "
	  "mye ville noen mellom under uten selv alle andre hvis fordi inn få "
	  "får ha flere denne dette dei eg ikkje vart frå eit ein ei kva "
	  "skal sa både må der" },
	{ "fi",
	  "ja on ei että oli se hän mutta ovat kun mukaan myös joka kuin tai "
	  "niin jo sen ole vain jos nyt hänen olla sekä mitä jotka vielä olisi "
	  "vuoden ollut jälkeen kanssa sitä voi me tämä siitä hyvin ne koska "
	  "minä noin sillä eivät siinä enemmän ennen siihen tämän kuitenkin "
	  "sanoi sanoo oma kaikki joita johon yli ettei aikana vuonna minun "
	  "eikä lisäksi kaksi mikä sitten pitää näin olivat tätä muun jonka "
	  "vastaan välillä saa heidän mies häntä esimerkiksi kertoo tulee" },
	{ "pl",
	  "w i na z się nie do to że jest o jak po za od co dla ale tym przez "
	  "przed już są ze tak być czy tylko był także oraz jego tego może ma "
	  "jako a lub które który będzie która jej ich pod nad roku bardzo gdy "
	  "było jeszcze u go była też więc bo sobie ten nas kiedy my ją można "
	  "mnie mu między został lat którzy których ją której jednak podczas "
	  "według nawet teraz gdzie tej mają byli wszystko wielu" },
	{ "cs",
	  "a se v na je že s z do o i to k ve pro za by ale si po jako od ze "
	  "který jsou která podle však které už jen není jeho byl až také při "
	  "ani kde byla bylo tak před ho má proti jsem když jak nebo jsme či "
	  "mezi může bude letos než tím mu řekl pod roku své více svůj další "
	  "ke co tom byly let jsou aby nejen být ten už jejich pouze lidí "
	  "protože musí dnes kteří tento několik část lidé někteří svých" },
	{ "sk",
	  "a sa v na je že s z do o i to k vo pre za by ale si po ako od zo "
	  "ktorý sú ktorá podľa však ktoré už len nie jeho bol až tiež pri ani "
	  "kde bola bolo tak pred ho má proti som keď alebo sme či medzi môže "
	  "bude než tým mu povedal pod roku svoje viac svoj ďalšie ku čo tom "
	  "boli rokov aby byť ten ich iba ľudí pretože musí dnes ktorí tento "
	  "tejto aj bez ešte veľmi počas niekoľko časť ľudia niektorí "
	  "svojich nich" },
	{ "hu",
	  "a az és hogy nem is egy volt de ez meg azt csak el van már még ki "
	  "mint kell ha amely le szerint vagy mert lehet ezt akkor fel be után "
	  "minden most aki nagyon pedig sem lesz vannak így között majd lett "
	  "olyan amikor több én ami mi ezért sok azonban ő voltak alatt ilyen "
	  "két itt közül által ahol illetve lenne amit évben miatt valamint "
	  "ellen első mondta arra valaki" },
	{ "ro",
	  "de și în a la cu care nu o un din pe că mai pentru este au ca fi "
	  "sau al ce prin sunt să fost după ale dar s se va cel cele ai am "
	  "către foarte sa lui acest fără avea această trebuie până erau era "
	  "între despre cea când doar unui unei ei decât dacă poate îi acesta "
	  "lor potrivit ani cum iar nici numai asupra fiind acum cei sale avut "
	  "şi anul toate vor astfel pot ori două împotriva spus" },
	{ "hr",
	  "i je u na se za da su od s a o koji što ne to će iz kao bi nije sve "
	  "koja ili no koje do po ali bio samo kako već biti prema bila godine "
	  "nakon tako prije gdje mogu sa još ima više te toga kad ako pri oko "
	  "jer nema bilo bez može tijekom također među kojima dvije netko "
	  "vrijeme uvijek ovdje predsjednik dio tko tu tjedna tisuća sam pod "
	  "rekao smo zbog kaže kojem čak svi ljudi novi ona vijeće svijeta "
	  "posljednjih izvijestila" },
	{ "sr",
	  "i je u na se za da su od s a o koji što ne to će iz kao bi nije sve "
	  "koja ili koje do po ali bio samo kako već biti prema bila godine "
	  "nakon tako pre gde mogu sa još ima više te toga kad ako pri oko jer "
	  "nema bilo bez može tokom takođe među kojima dve neko vreme uvek ovde "
	  "predsednik deo ko tu nedelje hiljada sam pod rekao smo zbog kaže "
	  "kojem čak svi ljudi posle izjavio istakao šta sveta poslednjih" },
	{ "sl",
	  "in je v na se za da so ki pa tudi z s ne po bi ni kot pri od bo iz "
	  "o še do kar že sem ali če le bil bila ko ker lahko več zaradi med "
	  "leta bilo samo bodo ter kako ima vse tega kaj pred zelo sta smo pod "
	  "proti tako njegov ob jih tem lani letos nekaj dveh ga ji jim bili "
	  "kjer naj saj nato vendar prav med dejal sicer zdaj danes jo svoje "
	  "kateri katerih dve ljudi" },
	{ "tr",
	  "ve bir bu için da de ile olarak çok daha olan gibi ne o en kadar "
	  "sonra ise var ama değil ya her ki ilk olduğunu oldu tarafından iki "
	  "büyük yeni göre mi olduğu şekilde diye dedi üzerinde ancak kendi "
	  "bin yıl içinde önce hem zaman şu tüm ben yok bile söyledi veya eden "
	  "nasıl mı biz olması onun arasında bunu nedeniyle böyle edildi "
	  "karşı yılında ifade hiç sadece fakat etti yapılan" },
	{ "id",
	  "yang dan di dengan untuk itu dari dalam ini pada tidak akan oleh "
	  "kepada ada juga saat ke tersebut karena bisa sudah telah atau dia "
	  "bahwa menjadi lebih kata secara harus para ia mereka sebagai saya "
	  "kami agar namun tahun orang seperti antara dapat hanya belum hari "
	  "serta masih lain kita jika setelah adalah terjadi ujar hingga "
	  "sebuah bagi beberapa melalui pemerintah kalau banyak dua yakni "
	  "uang sementara tak sebelumnya lalu terhadap pihak" },
	{ "ms",
	  "yang dan di dengan untuk itu dari dalam ini pada tidak akan oleh "
	  "kepada ada juga ke tersebut kerana boleh sudah telah atau dia bahawa "
	  "menjadi lebih kata secara perlu para ia mereka sebagai saya kami "
	  "supaya namun tahun orang seperti antara dapat hanya belum hari serta "
	  "masih lain kita jika selepas adalah beliau ialah berkata daripada "
	  "katanya hingga sebuah bagi beberapa melalui kerajaan banyak dua "
	  "iaitu wang manakala sebelum terhadap pihak semalam apabila turut "
	  "sebanyak ketika mengikut kes negeri selain tetapi" },
	{ "vi",
	  "của và là có được cho các trong không với đã người một những khi "
	  "này đến về ra từ ở để tại năm vào như trên sẽ cũng làm nhiều đó "
	  "phải bị sau công hai đang theo nước nhà thể đầu việc lại hơn còn "
	  "ông chỉ thì mà nhân mới ngày nhất tôi trước gia cao anh biết điều "
	  "nếu vì rất qua bà nói giữa rằng số do đều chưa" },
	{ "ca",
	  "de la que i a el en els per un les del una amb no és l es d al s "
	  "ha més com va les han són però aquest aquesta pel seva també ser "
	  "seu o ja ens ho si sobre fins hi entre tot molt any anys quan sense "
	  "on dels als dos perquè estat ni tots està això altres després "
	  "contra segons pels seus havia ahir durant on n m aquests cada "
	  "només aquestes fet seves qui van era" },
	{ "gl",
	  "de a que o e do da en os un para unha con non se por as no na dos "
	  "das máis como ao foi ou pola polo seu súa é son está tamén até ata "
	  "sobre nun nunha dun dunha entre coa co cos coas xa este esta anos "
	  "ser seus sen cando pero moi á só cada onde foron aos ten hai "
	  "segundo despois ademais dixo desde desta deste eles dous galego "
	  "galega polos polas súas mesmo parte contra tras" },
	{ "eu",
	  "eta da ez du ere dira bat dute izan zen den egin dela baina zuen "
	  "bere edo baino beste behar arte baita izango gabe hori oso dituzte "
	  "ditu zuten bi duen ziren urte nahi zer bezala horrek dago urtean "
	  "lehen berri dituen zituen hau gehiago bai baten bati ondoren atzo "
	  "gaur hura euskal nola egiten esan zuela dutela orain horren "
	  "bakarrik ditzake arabera artean" },
	{ "et",
	  "ja on ei et see oli ka kui ta mis oma aga või ning ole kes siis "
	  "välja selle nii ma olid pole seda veel mida üks aasta olnud nad "
	  "ütles peab kuid tema saab juba kõik meie kaks sest rohkem pärast "
	  "mitte sellest vaid üle enam ainult saanud aastal oleks eest eesti "
	  "vastu nende ega kus olema nagu palju kelle kuni tuleb praegu "
	  "nendel teha selleks samuti enne" },
	{ "lv",
	  "un ir ar no uz par ka kas bet lai arī kā gan gada tika tas ne pēc "
	  "vai savu viņš būs bija tiek jau to tikai pie ja vēl tā latvijas "
	  "līdz šo nav kur viņa starp kad pret var visu mēs šī es tad pats "
	  "nevar vairāk tie daudz kuru ļoti kurā bez laikā pirms vairs kopā "
	  "gadā esam tādēļ savas cilvēku tomēr teica norāda" },
	{ "lt",
	  "ir kad į buvo yra iš su tai bet ne kaip jau tik jo dar už jis apie "
	  "po ar prie metų nuo taip savo kuris kas tačiau kuri bus gali iki "
	  "būti pat labai šio dėl per jų lietuvos mes šis nes kai vis turi "
	  "daugiau buvę čia nėra kurie ji kur pagal tarp sakė prieš jei mūsų "
	  "jie arba bei vienas tada teigia pasak anot visi būtų metais" },
	{ "sq",
	  "të në e dhe për që i një me nga ka është më nuk së do janë kjo u si "
	  "po ky duke edhe kanë pas ai se por kur vetëm tha ishte këtë tyre "
	  "tij mund saj kishte nëse mbi ata gjatë gjithë shumë deri sepse cilat "
	  "cila ndaj jo ta cili kosovës shqipërisë ndërsa kam pasi kjo janë "
	  "kundër sot dy sipas ashtu këto ishin" },
	{ "af",
	  "die van en in het is n wat dat te vir nie met op om as sy hy aan by "
	  "ook was deur uit hulle of kan sal ná se maar toe word so oor al nog "
	  "haar ons moet ek dit baie tot daar een meer hom teen want tussen sê "
	  "hierdie gesê soos jaar kon sou dié waar mense omdat nadat hul "
	  "reeds deel" },
	{ "is",
	  "og í að á er sem til um við en með af var það ekki fyrir hann hafa "
	  "eru þess eða þá hefur þar upp út sé þau frá þeir því eftir svo kom "
	  "ég hún vegna hafi nú yfir segir verið eins vera sér verður þegar mjög "
	  "þetta þeim einnig milli hefði síðan sín sinni undir voru hjá ár" },
	{ "ga",
	  "an na agus ar a i go le is do ag tá sé ach as níl bhí sin é de seo "
	  "nach leis iad faoi bhfuil dá bliain sí mar ó chun féin ann atá ina "
	  "gur duine nó aon idir siad lena den raibh don cuid ní eile anseo "
	  "mé tar éis ná seachtaine dúirt rialtas" },
	{ "cy",
	  "yn y a i o ar ei ac yr ym mae gan am wedi bod fod oedd eu hyn nid "
	  "un fel sydd ond gyda n r er roedd wrth hynny pan bydd hefyd at mewn "
	  "cael neu rhwng dweud dros ddim ôl dyw chi ni nhw hwn hon ein bu "
	  "dydd flwyddyn cymru gwaith yw bobl pobl iawn dan" },
	{ "tl",
	  "ang ng sa na at mga ay ni si hindi nang ito para may kay niya ko "
	  "siya ako naman mo po din rin pa lang kung isang ang isa kanyang "
	  "dahil mula upang nitong noong sila wala kanilang nila tayo ka pero "
	  "nasa ayon bilang habang matapos dito mayroon kahit iyon" },
	{ "sw",
	  "na ya wa kwa katika ni la za kuwa hiyo cha huo huyo hii yake watu "
	  "wake baada alisema kama kutoka ambayo hilo hivyo lakini pia huku "
	  "ili nchi hayo baadhi tu zaidi mmoja kati yao bila sasa mwaka "
	  "wakati ambao wao serikali hapo rais vya wakiwa alikuwa amesema "
	  "ndani kuhusu" },
	{ "az",
	  "və bu bir ilə üçün də da olan ki edib onun ən çox deyib isə o daha "
	  "bildirib olub görə nə kimi hər sonra azərbaycan ildə qeyd həm öz "
	  "var ilk deyil amma yeni belə olaraq olunub haqqında tərəfindən "
	  "il ya edir qədər əsas iki edən bütün arasında" },
	{ "mt",
	  "li ta u l il f fil ma b għal minn biex tal kien qal din jew kif mill "
	  "mal dan huwa hija dak ukoll kienet kienu bħala jekk wara iktar dwar "
	  "minħabba għandu mhux bejn sabiex ġie fuq se n x lil tiegħu kollha "
	  "iżda dawn hemm dik ħafna ġew" },
	{ "so",
	  "oo ka ku in uu ay iyo ah la u ayaa soo waxaa laga lagu waa inay inuu "
	  "si kale dalka waxay ayuu hadda kala isaga sheegay jiray jirta wuxuu "
	  "waxa dowladda magaalada markii dadka aan isku loo kuwa kasta kadib "
	  "ayay lahaa" },
	{ "ha",
	  "da a na ya ta cewa wanda ba domin kuma yadda shi su wannan ga mai "
	  "sun an ce ne don daga amma akan kan sai za wasu ƙasar ya yi wata "
	  "masu wajen duk inda suka suke aka kamar lokacin kuma dai shugaban "
	  "yana bayan yau mutane wani har bayan" },

	/* ---- Cyrillic ---- */
	{ "ru",
	  "и в не на что с по как это его из но за от к а о он для то все до "
	  "было был у году также при так были после уже или их чтобы этом бы "
	  "со она которые который была быть только мы ее его может я же они "
	  "время если лет во том этого более об когда сообщил еще ещё однако "
	  "под без где нет перед том себя при них несколько некоторые" },
	{ "uk",
	  "і в не на що з та у до за як про від й це його для а по але під він "
	  "року було є також які був був щоб після їх вже зі із тому або який "
	  "ми за було це яка можна вона було року ж ще бути лише якщо навіть "
	  "через цього при вони коли більше була де були час той його свої "
	  "того має її проти повідомив ні мене" },
	{ "be",
	  "і у не на што з па да за як гэта яго аб ад але ці ён для ў быў "
	  "таксама якія ці будзе быць яны вельмі таму толькі калі год была "
	  "каб я мы яе яна гэты або пасля ўжо дзе больш было пра гэтага "
	  "беларусі нават менавіта іх са які якая паводле" },
	{ "bg",
	  "на и да в за се от е с че не по са са които до като си това ще има "
	  "беше само но през при най след той ни към му може така или ги което "
	  "един една ако обаче още през без вече бъде бе също който която "
	  "между те каза тази този пред където му няма много под няколко както "
	  "със във съобщи срещу аз тя" },
	{ "mk",
	  "на и да во за се од е со дека не по ќе што со ги кои како до си ова "
	  "има беше само но при најмногу по тој ни му може така или го кое еден "
	  "една ако меѓу сѐ повеќе без веќе биде била исто која кој а се "
	  "рече оваа овој пред каде нема многу под неколку денеска според "
	  "против тие тоа таа јас своите нивната преку" },
	{ "sr",
	  "и је у на се за да су од с а о који што не то ће из као би није све "
	  "која или које до по али био само како већ бити према била године "
	  "након тако пре где могу са још има више те тога кад ако при око јер "
	  "нема било без може током такође међу којима две неко време увек овде "
	  "председник део ко ту недеље хиљада сам под рекао смо због каже чак "
	  "сви људи после изјавио шта прије гдје предсједник" },
	{ "kk",
	  "мен және бұл бір үшін де да деп бар болып осы сол ол еді емес жоқ "
	  "қазақстан туралы бойынша жылы екен ғана болды керек өз кейін арқылы "
	  "біз оның ең сияқты дейді жаңа болған біздің барлық дейін тек ал "
	  "бірақ енді отыр атап айтты үлкен жыл екі" },
	{ "mn",
	  "нь энэ байна бол юм болон байгаа гэж тэр нэг гэсэн улсын онд дээр "
	  "хийх их оны байсан мөн бай түүний монгол байх хүн биш аль вэ тул "
	  "болно бөгөөд ба бүх хоёр хүний манай бусад хэлэв шинэ өөрийн "
	  "тухай" },

	/* ---- Arabic ---- */
	{ "ar",
	  "في من على إلى أن التي عن مع هذا الذي ما لا هذه بين كما كان قال وقال "
	  "ذلك أو بعد قد خلال حول وفي أنه لم عام ان الى قبل كل حيث غير وقد "
	  "كانت و منذ إن لن أي ولا هو هي عدد فيها أكثر وأن يكون عند ثم أمس "
	  "اليوم بعض ضد ومن بأن إذا فيه رئيس وذلك الرئيس وهو تم عليه وأضاف" },
	{ "fa",
	  "و در به از که این را با است برای آن یک شود شده خود تا کرد بر هم "
	  "نیز می گفت های ها باید دارد ما کند اما کشور سال وی پس اند بود اگر "
	  "دو شد کرده او کنند دیگر من هر بین پیش نمی چه همه داشت روز گفته آنها "
	  "بوده اين كه يك كرد براي مي نيز ای خواهد کنیم" },
	{ "ur",
	  "کے میں کی ہے اور سے کا کو اس نے پر ہیں کہ یہ بھی ایک ان کر وہ ہو "
	  "تھا کیا جو گیا تو نہیں تھی ہی ساتھ لیے گے کہا ہوئے رہے جس تھے اپنے "
	  "لئے گی بعد رہا گئی کسی ہم کرنے ہوں والے جا بات دو گا مگر" },
	{ "ps",
	  "د په او چې کې نه سره له يې دي ده ته دا هم دې کړي چي کي یې وي شي يو "
	  "کړ وه خو هغه شوي پر دی یو دوی تر څخه وکړي ویلي لپاره وايي کوي هغو "
	  "بايد ډېر کړې افغانستان شو چیرې" },
	{ "ku",
	  "لە و بە کە بۆ ئەم ئەو لەسەر دەکات کرد لەگەڵ بوو هەر نییە ئەوەی یان "
	  "لەو ئەوە کردووە دەبێت هەیە هەروەها دوای نێوان هەموو وەک پێش زۆر "
	  "هێزەکانی کوردستان ئێمە خۆی دەڵێت هیچ تا نا دەکەن لەم بەڵام" },

	/* ---- Hebrew ---- */
	{ "he",
	  "של את על לא הוא עם כי גם זה או אל אשר יש היא כל אם אבל הם מה אני "
	  "היה בין רק לפי בו כך אין זו לו עוד ולא יותר הזה לה אחרי היום אמר "
	  "היו מן כן ועל אך ואת" },
	{ "yi",
	  "און די אין דער צו איז פון מיט האט דאס אַז א דעם מען זיך ער אויף נישט "
	  "ניט זענען זיי וואס וואָס איך אויך ווי האָט דאָס זײַנען צום ביי נאך "
	  "האבן געווען פאר פֿון אויס אז מיר" },

	/* ---- Devanagari ---- */
	{ "hi",
	  "के में की है और से का को ने पर हैं कि यह भी एक इस कर वह हो था किया "
	  "जो गया तो नहीं थी ही साथ लिए कहा हुए रहे जिस थे अपने बाद रहा गई "
	  "किसी हम करने वाले उन उस या दिया ये अब तक हुई" },
	{ "ne",
	  "र को मा छ पनि भने गरेको छन् हो यो लागि गर्न एक भएको थियो उनले गरी "
	  "नेपाल तथा बताए तर भन्ने अनि गरेका छैन रहेको गर्ने यस भएका पछि "
	  "हुने नै सो गरिएको भए हुन्छ उनको सँग" },
	{ "mr",
	  "आणि आहे या व हे ते की मध्ये आहेत यांनी नाही तर केली होते केला करण्यात "
	  "होता ही झाली झाला आपल्या त्यांच्या मात्र येथे त्या असे म्हणून किंवा "
	  "केले होती त्यांनी यांच्या काही हा साठी पण असून महाराष्ट्र" },

	/* ---- Ethiopic ---- */
	{ "am",
	  "ነው እና ላይ ውስጥ ግን ወደ እንደ ነበር ያለው መሆኑን የኢትዮጵያ ስለ በኋላ ናቸው እንዲሁም ሲሆን "
	  "ይህ ነገር ሰዎች አለ ዓመት ከ ጋር አንድ ደግሞ ብቻ እስከ ጊዜ ሁሉም በተለይ ገልጸዋል" },
	{ "ti", "እዩ ኣብ ናይ እቲ እዚ ካብ ከም ድማ ምስ እታ ግን ኣሎ ኢሉ ነቲ ዘሎ ንሱ ናብ" },

	{ NULL, NULL },
};
