/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-concepts-private.h"

/*
 * Words of customers and of knowledge bases for the same thing, in Polish, English, German, Ukrainian and Czech: a
 * question and an article meet here although they share no word, also across languages. Everything is folded. The last
 * dozen are things a shop's knowledge base rarely knows: a question about them is not answered by an article that
 * merely shares its other words.
 */
const DyzurConcept _dyzur_concepts[DYZUR_N_CONCEPTS] = {
  [DYZUR_CONCEPT_LOCKER] = { 2, "paczkomat",
    "paczkomat automat skrytk inpost locker packstation поштомат паком zasilkovn" },
  [DYZUR_CONCEPT_COURIER] = { 2, "kurier",
    "kurier dpd dhl gls fedex przewozn dostawc kierowc awizo courier driver zusteller bote курєр курьер kuryr"
    " ridic o+ktorej+przyj o+ktorej+bedz doreczaj kiedy+przyjed" },
  [DYZUR_CONCEPT_PARCEL] = { 1, "paczka",
    "paczk przesylk karton parcel package shipment paket sendung lieferung посилк пакунок пакет balik balic"
    " zasilk" },
  [DYZUR_CONCEPT_TRACK] = { 2, "śledzenie status",
    "sledz tracking track status gdzie+jest gdzie+sa gdzie+moj numer+przesyl jakim+etap co+sie+dzieje+z where+is"
    " wheres verfolg sendungsnummer wo+ist wo+bleib відстеж трек статус де+мо де+посил де+замов sledov kde+je"
    " kde+mam co+z+moim co+z+moja jaki+status zostalo+juz+nad czy+juz+wysl czy+wyslal nadane gdzie+moja gdzie+moje"
    " czy+zamowien" },
  [DYZUR_CONCEPT_SHIPPING_TIME] = { 2, "czas realizacji wysyłka",
    "kiedy+wysl kiedy+nad kiedy+wyj kiedy+przy kiedy+dost kiedy+bedz kiedy+do termin+wys czas+real czas+dost"
    " realizac jak+szybko when+will when+do how+soon delivery+time wann+wird wann+komm wann+wurde lieferzeit коли"
    " kdy+dor kdy+pri kdy+bude kdy+odes na+kiedy przed+swiet zdazycie dzis+zamow jutro+wyjd jak+zamow przygotowan"
    " kiedy+mog kiedy+przyj kiedy+realn 24h do+ktorej+god o+ktorej+bedz kiedy+przyjedz termin+realiz terminu+realiz" },
  [DYZUR_CONCEPT_LATE] = { 2, "opóźnienie spóźnia się",
    "spozn spoznia opozni nie+dotar nie+dosz nie+przysz nie+dojech zagin utkn stoi+w nadal+nie dalej+nie"
    " wciaz+nie ciagle+nie nie+rusz bez+zmian brak+aktual late delay lost not+arriv hasn+t+arriv haven+t+receiv"
    " hasn+t+moved not+moved verspat verzog nicht+angekommen не+приишл не+надіиш затрим досі+не загуб nedorazil"
    " nedoruc zpozd zpozden mialo+byc mial+byc miala+byc mialy+byc jeszcze+nie+ma drugi+tydz od+tygodnia"
    " tydzien+czek tak+dlugo ile+jeszcze ani+towar zgubil zgubion poszukiw czekam+i+nic nadal+czek wciaz+czek"
    " od+kilku+dni nie+zmienia+sie cisza ani+drgn angekommen stoji не+змінює стоіть" },
  [DYZUR_CONCEPT_DELIVERED] = { 3, "doręczona a nie ma paczki",
    "doreczon doreczyl dostarczon odebran ukrad kradz marked+as+deliver says+deliver shows+deliver zugestellt"
    " als+geliefert доставлен dorucen" },
  [DYZUR_CONCEPT_DAMAGED] = { 3, "uszkodzona przesyłka",
    "uszkodz zgniec zgniat stluc rozbit pogniec pekni polam zniszcz rozerw zalan przemok mokry protokol damag"
    " crushed smashed broken beschadig zerbroch zerstor пошкодж розбит зімят poskozen wgniec rzucil zdruck"
    " zerdruck zarysowana+w obit nadlam" },
  [DYZUR_CONCEPT_DEFECT] = { 2, "wada usterka reklamacja",
    "wad wadliw zepsu popsu psuj usterk przestal nie+wlacz nie+grzej nie+chlodz awari iskrzy rozkle przecieka"
    " cieknie defect faulty not+work doesn+t+work stopped+work won+t+turn defekt funktioniert+nicht geht+nicht"
    " зламал не+працю дефект брак vadn nefung porouch nie+dziala zlama ulama peka pekl pekn odpad rozpad rozlecia"
    " rozjech rozdar puscil nie+trzym sie+wylacz sie+grzej smierdz dziwne+dzw rdzew zardzew splynal zapalil+sie"
    " zaczal+sie+palic dymi porys zarysow dziur jakosc" },
  [DYZUR_CONCEPT_COMPLAINT] = { 1, "reklamacja",
    "reklamac reklamow rekojm niezgodnosc complaint complain claim reklamation beschwer рекламац скарг" },
  [DYZUR_CONCEPT_WARRANTY] = { 3, "gwarancja",
    "gwaranc gwarant warrant guarant garantie гаранті zaruk zaruc" },
  [DYZUR_CONCEPT_REJECTED] = { 2, "odrzucona reklamacja odwołanie",
    "odrzuc odwolani odwolac+sie odwolywa odmow rzecznik rzeczoznawc nie+uzna mediac reject appeal denied"
    " abgelehnt widerspruch відхил відмов zamit odvol sprzeciw odmow+uzn odmowa" },
  [DYZUR_CONCEPT_WRONG_ITEM] = { 3, "niewłaściwy produkt pomyłka",
    "pomyl zly+prod zly+kol zly+rozm inny+prod inny+kol inna+rzecz nie+ten nie+ta nie+to+co zamiast niewlasciw"
    " wrong instead falsch statt не+тои не+та замість помил spatn jin misto nie+to+zamaw nie+moje czyjas inny+niz"
    " inna+niz inne+niz obca+osob za+malo+szt uzywan zamawial замовлял приишли" },
  [DYZUR_CONCEPT_MISSING] = { 2, "brakuje elementu",
    "brak brakuj brakowal niekomplet nie+bylo+w nie+ma+w zabrakl missing incomplete fehl fehlt бракує не+вистач"
    " немає chybi chybej nie+bylo a+jest+jedn a+sa+dwa tylko+jedn byla+jedna byl+jeden zabraklo doslan doslac" },
  [DYZUR_CONCEPT_PARTIAL] = { 2, "część zamówienia kilka paczek",
    "czesc czesciow polow reszt kilk podziel dosyl osobno part partial rest half teil частин половин решт cast"
    " zbytek dwa+numery dwoch+pacz obie+pacz komplet druga+pacz" },
  [DYZUR_CONCEPT_RETURN] = { 1, "zwrot",
    "zwrot zwroc zwrac odda oddaj odesl odsyl odsl odstap return returning send+back give+back withdraw zuruck"
    " retour ruckgab widerruf поверну поверт поверн vrat vracen vratit oddac odsylam zurucksend" },
  [DYZUR_CONCEPT_REFUND] = { 3, "zwrot pieniędzy",
    "refundac zwrot+pien zwrot+srod zwrot+kas zwroc+pien pieniadze+za oddac+pien oddacie+pien oddajcie+pien"
    " zwrotu+pien zwrotu+kwot zwrot+kwot zwrocicie przelew+zwrot refund money+back erstatt ruckerstatt geld+zuruck"
    " повернення+кошт повернення+грош кошти гроші vraceni+pen penize" },
  [DYZUR_CONCEPT_EXCHANGE] = { 2, "wymiana",
    "wymian wymien zamien na+wieksz na+mniejsz exchange swap umtausch tauschen обмін обмінят поміня vymen"
    " wieksz+num inny+rozm inny+kol krotsz wieksze mniejsze wole+inn" },
  [DYZUR_CONCEPT_SIZE] = { 3, "rozmiar",
    "rozmiar rozmiarow za+ciasn za+krot wkladk jaki+numer size too+small too+big too+large grosse zu+klein"
    " zu+gross розмір замал velikost za+male za+mala za+maly za+duze za+duza za+duzy za+dlug wieksz+num"
    " mniejsz+num jaki+rozm ktory+rozm" },
  [DYZUR_CONCEPT_HYGIENE] = { 3, "których produktów nie można zwrócić",
    "higien plomb foli bielizn topper na+wymiar grawer rozpakow odpakow hygien opened sealed underwear geoffnet"
    " hygiene відкри спідн розпак otevren spodni nie+mozna+zwr nie+moge+zwr nie+podleg czego+nie+moz roslin" },
  [DYZUR_CONCEPT_GIFT] = { 3, "prezent",
    "prezent obdarow gift present geschenk подарун darek darku" },
  [DYZUR_CONCEPT_RECEIPT] = { 2, "paragon dowód zakupu",
    "paragon dowod+zak dowodu+zak potwierdzenie+zak receipt proof+of kassenbon beleg =чек uctenk doklad rachun"
    " bez+rachun" },
  [DYZUR_CONCEPT_COMPANY] = { 2, "firma",
    "firm firmow spolk przedsiebior dzialaln instytuc szkol urzad hurt company business geschaft gewerbe фірм"
    " компані подприєм школ" },
  [DYZUR_CONCEPT_WHOLESALE] = { 3, "hurt proforma oferta dla firm",
    "hurt proform oferta+dla wieksz+ilosc duza+ilosc odroczon wholesale bulk pro+forma grosshandel опт гурт"
    " velkoobchod 50+szt pensjon hotel dla+firm sztuk+ceny cena+dla ceny+dla" },
  [DYZUR_CONCEPT_INVOICE] = { 2, "faktura",
    "faktur =fv =vat ksef invoice rechnung фактур рахун інвоис" },
  [DYZUR_CONCEPT_TAX_ID] = { 2, "nip błędne dane na fakturze korekta",
    "=nip =nipu nipem korekt koryg bledn+dan zle+dan zly+nip dopisa popraw vat-id tax+id vat+number correct"
    " steuer ust korrigier податков ипн oprav" },
  [DYZUR_CONCEPT_DOCUMENT] = { 2, "pobrać duplikat pdf",
    "duplikat =pdf gdzie+znajd e-paragon kopi download copy can+t+find duplicate herunterlad kopie скачат"
    " завантаж копі stahnout stahn pobrac pobranie sciagnac jeszcze+raz jeszcze+raz+wys ponownie+wys zestawien"
    " gdzie+jest+faktur nie+dosta+faktur nie+przysz+faktur faktury+na+mail fv+na+mail" },
  [DYZUR_CONCEPT_PAY_METHOD] = { 3, "metody płatności",
    "metod+plat form+plat sposob+plat formy+zap czym+moz jak+moge+zap jak+zapla moge+zaplac mozna+zaplac"
    " mozna+plac moge+plac google+pay apple+pay visa mastercard payment+method pay+with how+can+i+pay zahlungsart"
    " zahlen bezahl як+оплат можна+оплат спосіб+оплат jak+zaplat platebn w+euro innej+plat inaczej+niz karta+za"
    " zaplacic+kart platnosci+kart american+express" },
  [DYZUR_CONCEPT_BLIK] = { 3, "blik",
    "blik" },
  [DYZUR_CONCEPT_TRANSFER] = { 2, "przelew numer konta",
    "przelew przela wplat wplac rachunk numer+kont numeru+kont nr+kont transfer bank+account account+number iban"
    " uberweis bankverbind переказ рахунк перерах prevod" },
  [DYZUR_CONCEPT_UNPAID] = { 3, "zapłaciłem a zamówienie nieopłacone",
    "nieoplac zaksieg nieksieg oczekuj zeszly zeszlo pobralo sciagn obciaz pieniadze+posz zaplacil oplacil"
    " kasa+zesz unpaid still+pending charged debited already+paid i+paid bezahlt abgebucht сплат оплатив оплатил"
    " гроші+знял списал zaplatil zaplaceno strhl nie+widzicie mimo+wplat potwierdzenie+przel a+u+was"
    " nie+zostala+zaks" },
  [DYZUR_CONCEPT_DOUBLE] = { 3, "podwójnie pobrana płatność",
    "podwojn dwa+raz dwukrot dwoma nadplac nadplat 2+raz 2x twice double overpaid doppelt zweimal двіч подвіин"
    " dvakrat dwa+identyczn dwa+przelew za+duzo+zapl zaplacil+za+duzo zaplacilem+za+duzo zaplacilam+za+duzo" },
  [DYZUR_CONCEPT_INSTALMENT] = { 3, "raty",
    "=rat =raty =ratach =ratami ratal kredyt instalment installment ratenzahl raten finanzier розстроч кредит"
    " splatk uver rozloz na+czesci+plat" },
  [DYZUR_CONCEPT_PAYPO] = { 3, "paypo zapłać później",
    "paypo za+30+dni odroczon zaplac+pozn platnosc+pozn klarna pay+later in+30+days spater+zahl відстроч odlozen" },
  [DYZUR_CONCEPT_COD] = { 3, "za pobraniem",
    "za+pobran przy+odbior gotowk cash+on =cod nachnahme bar+bezahl післяплат накладен готівк dobirk hotov" },
  [DYZUR_CONCEPT_ACCOUNT] = { 2, "konto",
    "=konto =konta =koncie =kontem zaloz rejestr profil gosc account register benutzerkonto kundenkonto"
    " registrier акаунт обліков кабінет реєстр ucet ucte registr zarejestr aktywac" },
  [DYZUR_CONCEPT_LOGIN] = { 3, "zalogować hasło",
    "logow zalog =log hasl reset blokad zablok weryfikac log+in login password passwort anmeld einlogg kennwort"
    " парол увіи заити логін hesl prihlas wyrzuca kod+weryf zmiany+hasl zmiana+hasl" },
  [DYZUR_CONCEPT_DELETE_ACCOUNT] = { 3, "usunąć konto RODO dane osobowe",
    "skasow rodo moich+dan zapomniany inspektor iod delete erase gdpr personal+data losch dsgvo видал персональн"
    " smaz osobni moje+dane dane+o+mnie wyciek uzyl+mojego zalogowal+sie+na+moj ktos+uzyl usun+kont usuniecie+kont"
    " usun+konto usunac+kont usuniecie+danych dane+osobowe+rodo dane+osob+rodo" },
  [DYZUR_CONCEPT_CHANGE_DATA] = { 1, "zmiana danych",
    "zmian zmien zaktualiz aktualiz nazwisk nowy-mail change update ander змін zmen" },
  [DYZUR_CONCEPT_NEWSLETTER] = { 3, "newsletter wypisać się",
    "newsletter wypis =reklamy =reklam =reklamowe =reklamowych spam zgod+market marketing mailing zasypu"
    " unsubscribe abmeld abbestell розсил відпис odhlas odsubskr wiadomosci+promoc nie+zycze+sob przestancie+wysyl" },
  [DYZUR_CONCEPT_PHISHING] = { 3, "podejrzany sms oszustwo",
    "oszust phish falszyw podejrzan podszyw wylud czy+to+wy scam fraud fake suspicious betrug gefalscht шахра"
    " підозріл фальшив podvod podezrel doplat+do+pacz doplacic to+wy rzekom podaje+sie podejrzany+link" },
  [DYZUR_CONCEPT_DISCOUNT] = { 3, "kod rabatowy",
    "rabat kupon znizk promoc kod+nie kodu bober discount coupon promo+code code gutschein rabatt знижк промокод"
    " купон slev urodzin kod+na" },
  [DYZUR_CONCEPT_POINTS] = { 3, "punkty program lojalnościowy",
    "=punkty =punktow =pkt klub lojaln poziom srebrn zlot points loyalty punkte treue бал бонус bod vernost punky"
    " punkyt punktow moje+punkt" },
  [DYZUR_CONCEPT_GIFT_CARD] = { 3, "karta podarunkowa",
    "kart+podar podarunk =bon =bony =bonem voucher saldo gift+card guthaben geschenkkart geschenkgutschein"
    " подарункова+карт сертифікат poukaz" },
  [DYZUR_CONCEPT_PRICE_DROP] = { 3, "cena spadła wyrównanie",
    "cena+spad cena+jest+niz stanial tansz taniej obniz obnizk wyrown omnibus najniz price+drop cheaper"
    " lower+price billiger gunstiger дешевш знизил levnej po+999 roznic a+dzis+jest dzis+jest spadla"
    " teraz+kosztuje" },
  [DYZUR_CONCEPT_STOCK] = { 3, "dostępność produktu",
    "dostepn niedostepn kiedy+bedzie na+stanie przedsprzed preorder wyprzedan bedzie+znow zapas stock available"
    " restock verfugbar lager lieferbar наявн склад dostupn sklade skladem odloz zarezerw jest+teraz kiedy+znow"
    " czy+jest+na planujecie bedzie+jesz" },
  [DYZUR_CONCEPT_MANUAL] = { 3, "instrukcja obsługi",
    "instrukc montaz deklarac sterown manual instruction anleitung bedienung інструкц navod" },
  [DYZUR_CONCEPT_PARTS] = { 3, "części zamienne akcesoria",
    "zamienn akcesor filtr worki dokup sam+filtr pokrywk koszyczek spare accessor replacement ersatz zubehor"
    " запчаст аксесуар фільтр nahradn prislus" },
  [DYZUR_CONCEPT_OLD_DEVICE] = { 3, "odbiór zużytego sprzętu",
    "elektrosm stary+sprz stara+lod stara+pral zuzyt recykl bdo utyliz old+applian recycl altgerat entsorg старии"
    " утиліз zuzyt+bateri stary+telewiz stara+lodow oddac+bateri stary+ekspres alte+gerat" },
  [DYZUR_CONCEPT_CANCEL] = { 2, "anulować zamówienie",
    "anul anulow rezygn zrezygn odwolac odwolaj wycof cofn nie+chce+juz juz+nie+chc wstrzym cancel stornier"
    " storno abbestell скасу відмін анулю zrus storn rozmysl zmienilem+zdan zmienilam+zdan nie+odebrac nie+odbier" },
  [DYZUR_CONCEPT_EDIT_ORDER] = { 3, "zmiana zawartości zamówienia",
    "dodac+do+zam doloz dorzuc dobra dodac+prod dodac+jesz zmienic+ilosc polacz zamiast+dwoch usunac+z"
    " jeszcze+jed add+another add+an+item add+to+my+order hinzufug zusammen додати+до обєднат pridat sloucit" },
  [DYZUR_CONCEPT_ADDRESS] = { 2, "zmiana adresu",
    "adres ulic inny+paczkomat zly+paczkomat inny+punkt numer+telef nr+telef address pickup-point adresse адрес"
    " kod+pocztow numer+domu nr+domu hausnummer do+corki nie+do+mnie" },
  [DYZUR_CONCEPT_REDIRECT] = { 3, "przekierowanie paczki inny dzień",
    "przekier sasiad inny+dzien innego+dnia innym+dniu przeloz przenies nie+bedzie+mnie nie+bedzie+nikogo"
    " nikogo+nie redirect reschedul neighbour neighbor umleit nachbar anderen+tag перенаправ сусід іншии+день"
    " presmer soused inny+term innym+term innego+term zmian+term zmienic+term date+dost nie+ma+mnie"
    " nikogo+nie+bedz w+inny na+sobot na+poniedz zawroc be+home not+home nicht+zu+hause не+буде+вдома" },
  [DYZUR_CONCEPT_ABROAD] = { 3, "dostawa za granicę",
    "granic zagran niemc czech ukrain slowac litw uni clo celn abroad international germany overseas ausland"
    " deutschland osterreich кордон німеч украін zahranic ceska cesko slovensk francj holand irland berlin wloch"
    " hiszp anglii za+ocean republik ireland france poland" },
  [DYZUR_CONCEPT_BIG] = { 2, "wniesienie dużych produktów",
    "gabaryt wniesi wnies pietr mebl szaf lodow pralk kanap sof lozk zmywark furniture floor stairs fridge sofa"
    " mobel etage меблі поверх диван nabyt patro" },
  [DYZUR_CONCEPT_STORE] = { 2, "salon odbiór osobisty",
    "salon stacjonarn osobisc osobist click lodz sklepie in+store in+person showroom filiale laden abhol магазин"
    " самовив салон prodejn osobn" },
  [DYZUR_CONCEPT_HOURS] = { 3, "godziny otwarcia kontakt",
    "otwar czynn niedziel infolin kontakt konsultant czlowiek dodzwon zadzwon parking opening open+on contact"
    " phone+number hotline human offnung geoffnet erreich відкрит години графік звязат оператор otevr hodin"
    " o+ktorej zywy zywym z+kims+porozm porozmawiac obslug+klient robot wochenend weekend godziny+otw"
    " w+jakich+godz w+jakie+dni opening+hours otwarte otwarci" },
  [DYZUR_CONCEPT_COST] = { 1, "koszt dostawy",
    "koszt kosztuj cennik darmow za+darmo oplat ile+plac ile+wynos cena+dost prog cost price fee free how+much"
    " kost gebuhr kostenlos versandkost кошту безкоштов ціна вартіст stoji zdarma cena ile+dolicz nalicz doplac"
    " transport ile+mnie wyniesie" },
  [DYZUR_CONCEPT_DELIVERY] = { 1, "dostawa wysyłka",
    "dostaw wysyl dowoz dowiez doreczen deliver shipping ship liefer versand достав відправ doruc doprav" },
  [DYZUR_CONCEPT_EXTEND] = { 3, "przedłużenie odbioru nie zdążę",
    "przedluz nie+zdaz wyjazd wyjezdz wyjech delegac urlop 48+god lezy wroci+do extend longer-time verlanger"
    " продовж prodlouz nie+dam+rady dodatkow+dzien dodatkowego+dnia co+sie+stanie ile+lezy" },
  [DYZUR_CONCEPT_PICKUP_CODE] = { 1, "kod odbioru",
    "kod+odb kodu+odb odbior odebr nie+otwor pin pickup+code pick+up abholcode код+отрим забрат vyzvedn" },
  [DYZUR_CONCEPT_HOW_LONG] = { 2, "ile trwa termin",
    "ile+czek ile+trw jak+dlug ile+dni w+jakim+termin 14 ile+jeszcze how+long how+many+days wie+lang як+довг"
    " скільки+дн скільки+чек скільки+час jak+dlouh kolik+dn kiedy+rozp rozpatrz" },
  [DYZUR_CONCEPT_WHO_PAYS] = { 3, "kto płaci za odesłanie",
    "kto+plac kto+pokr czyj+koszt koszt+zwrot koszt+odesl za+zwrot+plac darmowy+zwr who+pays return+shipping"
    " return+cost wer+zahlt ruckversand хто+плат kdo+plat zwrot+jest+plat zwrot+platn zwrot+jest+darm potraci"
    " etykiete+potr" },
  [DYZUR_CONCEPT_SERVICE] = { 3, "serwis naprawa",
    "serwis napraw repair reparatur ремонт servis" },
  [DYZUR_CONCEPT_RETURN_HOW] = { 3, "jak odesłać zwrot krok po kroku",
    "jak+zrob+zwr jak+zwroc jak+odesl jak+odda jak+nad+zwr jak+nadac+zwr kod+nad kod+zwrot krok+po+krok"
    " formularz+zwr etykiet+zwr szybkie+zwr adres+do+zwr jak+dokona+zwr how+do+i+return how+can+i+return"
    " how+to+return wie+kann+ich+zuruck як+можна+поверн як+поверн jak+mam+postup jak+vrat zwrot+jak" },
  [DYZUR_CONCEPT_RETURN_RIGHT] = { 2, "prawo odstąpienia zwrot 14 dni",
    "moge+zwroc moge+odda moge+odesl mozna+zwroc mozna+odda chce+zwroc chce+odda 14+dni odstap nie+podob"
    " bez+podan nie+spelnia przymierz po+dwoch+tyg ile+dni+na+zwr ile+mam+czas send+back days+do+i+have widerruf" },
  [DYZUR_CONCEPT_NOT_WORKING] = { 2, "nie działa błąd",
    "nie+dzial blad bledu nie+moge nie+przechodz nie+da+sie nie+otwier nieudan odrzuc nie+nalicz nieprawid"
    " not+working doesn+t+work invalid error funktioniert+nicht не+працю недіисн помилк nefung" },
  [DYZUR_CONCEPT_COMPLAINT_STATUS] = { 3, "ile trwa rozpatrzenie reklamacji",
    "status+reklam rozpatrz+reklam reklamacj+dni odpowied+na+reklam odpowiedzi+na+reklam zlozyl+reklam"
    " reklamacje+zlozyl w+serwisie zgloszenie+rk czas+reklam ile+trwa+rozp termin+odpow ustawowy+term" },
  [DYZUR_CONCEPT_RETURN_COMPLAINED] = { 3, "odesłanie reklamowanego towaru",
    "odesl+reklam odesl+wadl reklamowan+tow odbior+mebl etykiet+reklam etykieta+do+reklam wyslac+do+reklam"
    " zapakowac przyjedzie+po przyjedziecie+po odesl+uszk za+odeslanie+wadl wysylke+reklam odeslanie+reklam" },
  [DYZUR_CONCEPT_GET_INVOICE] = { 3, "jak otrzymać fakturę",
    "poprosze+faktur prosze+o+faktur wystawi+faktur wystawiacie+faktur faktura+zostanie otrzymac+faktur"
    " potrzebuje+faktur kiedy+faktur faktur+na+firm faktura+na+firm fakture+na+firm chce+faktur виписати"
    " rechnung+bekommen" },
  [DYZUR_CONCEPT_IN_STORE_RETURN] = { 3, "zwrot w salonie",
    "zwrot+w+sal oddac+w+sal oddac+w+sklep zwroc+w+sal zwrot+w+sklep zwrot+stac przywiezc zwrot+osob"
    " u+was+w+sklepie w+salonie+odda" },
  [DYZUR_CONCEPT_JOB] = { 3, "praca rekrutacja",
    "szukam+prac praca+w pracownikow rekrut =cv ofert+prac zatrudni job career bewerb вакансі hledate+zam" },
  [DYZUR_CONCEPT_COOPERATION] = { 3, "współpraca",
    "wspolprac wspolpracow sponsor ankiet prac+magist prac+dyplom influenc pozycjonow reklama+w producent"
    " oferujemy loteri fundac wycieczk cooperat partnership zusammenarbeit співпрац spolupr" },
  [DYZUR_CONCEPT_SPEC] = { 3, "parametry produktu",
    "nadaje+sie czy+mozna+pra czy+mozna+myc z+czego z+jakiego jaki+material jakie+wymiar jaki+wymiar wymiary"
    " ile+wat ile+waz ile+litr jaka+moc jaka+pojemn czy+pasuje czy+ma czy+jest+glosn czy+zmies zmiesci+sie"
    " jaki+kolor w+opisie na+zdjeci impregn indukcj wodoodporn bluetooth radzi+sobie ktory+lepsz waham doradz"
    " polecacie roznica+miedzy na+ile+osob prad zuzyw temperatur pkwiu kod+cn сподход підход rozmery passt eignet"
    " suitable fit+in dimensions specification" },
  [DYZUR_CONCEPT_STAFF] = { 3, "skarga na pracownika",
    "bezczeln chamsk nieuprzejm niemil obrazi wysmial skarg+na rzucil+karton uszkodzil+mi rude unhofl unfreund"
    " грубии" },
  [DYZUR_CONCEPT_PRAISE] = { 3, "podziękowanie",
    "podziek dzieki dziekuje+za super swietn polecam wspanial brawo medal najlepsz pozdrow z+sercem zadowol thank"
    " danke dakuj dekuj дякую" },
  [DYZUR_CONCEPT_HEALTH] = { 3, "uczulenie uraz",
    "wysyp uczulen alergi szpital sor zranil skaleczy poparz injur allerg" },
  [DYZUR_CONCEPT_LOST_PROPERTY] = { 3, "rzecz znaleziona",
    "zgubilem zgubilam zostawil zostawilem zostawilam znalezion parasolk" },
  [DYZUR_CONCEPT_WEBSITE] = { 3, "strona aplikacja",
    "strona+wolno nowa+strona wyglad+stron aplikacja+sie karuzel baner website" },
  [DYZUR_CONCEPT_SALE] = { 3, "wyprzedaż",
    "black+friday cyber+monday wyprzedaz kiedy+promoc senior student emeryt duzej+rodz wojsk dla+nauczyc" },
  [DYZUR_CONCEPT_VOUCHERS] = { 3, "bony pracownicze",
    "sodexo multisport edenred bon+turyst pfron dofinansow leasing bitcoin zaswiadcz" },
  [DYZUR_CONCEPT_SIZES_TABLE] = { 3, "tabela rozmiarów",
    "tabel+rozm rozmiarowk jak+zmierz jaki+rozm ktory+rozm dobor size-chart" },
};
