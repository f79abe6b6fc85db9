/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-phrases-private.h"

/*
 * For customers and therefore in their language, not in the program's: these are not strings to be translated. No
 * sentence says whether the reader or the writer is a man or a woman.
 */
static const DyzurPhrases phrases[] = {
  {
    .language = "pl",
    .greeting = "Dzień dobry,", .greeting_name = "Dzień dobry, {name},", .opening = "dziękuję za wiadomość.",
    .hello = "Dzień dobry!", .hello_name = "Dzień dobry, {name}!", .closing = "Pozdrawiam",
    .status = {
      [DYZUR_ORDER_UNKNOWN] = "Zamówienie {number}< z {ordered}> [ma status „{label}”].",
      [DYZUR_ORDER_AWAITING_PAYMENT] = "Zamówienie {number}< z {ordered}> [czeka na płatność].",
      [DYZUR_ORDER_ON_HOLD] = "Zamówienie {number}< z {ordered}> [jest wstrzymane].",
      [DYZUR_ORDER_PAID] = "Zamówienie {number}< z {ordered}> [jest opłacone].",
      [DYZUR_ORDER_PROCESSING] = "Zamówienie {number}< z {ordered}> [jest w realizacji].",
      [DYZUR_ORDER_SHIPPED] = "Zamówienie {number}< z {ordered}> [zostało wysłane].",
      [DYZUR_ORDER_READY_FOR_PICKUP] = "Zamówienie {number}< z {ordered}> [jest gotowe do odbioru].",
      [DYZUR_ORDER_DELIVERED] = "Zamówienie {number}< z {ordered}> [zostało doręczone].",
      [DYZUR_ORDER_COMPLETED] = "Zamówienie {number}< z {ordered}> [jest zrealizowane].",
      [DYZUR_ORDER_CANCELLED] = "Zamówienie {number}< z {ordered}> [jest anulowane].",
      [DYZUR_ORDER_REFUNDED] = "Pieniądze za zamówienie {number}< z {ordered}> [zostały zwrócone].",
      [DYZUR_ORDER_FAILED] = "Płatność za zamówienie {number}< z {ordered}> [nie powiodła się].",
    },
    .parcel = {
      [DYZUR_SHIPMENT_UNKNOWN] = "Numer paczki< ({carrier})>: {tracking}.",
      [DYZUR_SHIPMENT_CREATED] = "Paczka< {tracking}>< ({carrier})> [jest przygotowana do nadania].",
      [DYZUR_SHIPMENT_HANDED_OVER] = "Paczka< {tracking}>< ({carrier})> [została przekazana przewoźnikowi]< {at}>.",
      [DYZUR_SHIPMENT_IN_TRANSIT] = "Paczka< {tracking}>< ({carrier})> [jest w drodze].",
      [DYZUR_SHIPMENT_OUT_FOR_DELIVERY] = "Paczka< {tracking}>< ({carrier})> [została wydana do doręczenia]< {at}>.",
      [DYZUR_SHIPMENT_READY_FOR_PICKUP] = "Paczka< {tracking}>< ({carrier})> [czeka na odbiór].",
      [DYZUR_SHIPMENT_DELIVERED] = "Paczka< {tracking}>< ({carrier})> [została doręczona]< {at}>.",
      [DYZUR_SHIPMENT_RETURNED] = "Paczka< {tracking}>< ({carrier})> [wraca do nadawcy].",
      [DYZUR_SHIPMENT_EXCEPTION] = "Przewoźnik< {carrier}> [zgłasza problem z doręczeniem] paczki< {tracking}>.",
    },
    .link = "Śledzenie: {link}",
    .point = "Punkt odbioru: {point}<, {address}>.",
    .payment = {
      [DYZUR_PAYMENT_UNPAID] = "Do zapłaty [pozostaje] {due}.",
      [DYZUR_PAYMENT_PARTIAL] = "Wpłacono {paid}, do zapłaty [pozostaje] {due}.",
      [DYZUR_PAYMENT_PAID] = "Płatność {amount} [została zaksięgowana]< {at}>.",
      [DYZUR_PAYMENT_COD] = "Płatność {amount} [przy odbiorze].",
    },
    .refund = {
      [DYZUR_REFUND_UNKNOWN] = "Zwrot {amount} [jest zarejestrowany]< z datą {at}>.",
      [DYZUR_REFUND_DONE] = "Zwrot {amount} [został wykonany]< {at}>.",
      [DYZUR_REFUND_PENDING] = "Zwrot {amount} [jest w trakcie]< od {at}>.",
      [DYZUR_REFUND_FAILED] = "Zwrot {amount} [nie powiódł się].",
    },
    .back = {
      [DYZUR_RETURN_REQUESTED] = "Zgłoszenie zwrotu< {return}> [jest zarejestrowane].",
      [DYZUR_RETURN_SENT_BACK] = "Zwrot< {return}> [jest w drodze do nas].",
      [DYZUR_RETURN_RECEIVED] = "Zwrot< {return}> [dotarł do nas].",
      [DYZUR_RETURN_IN_REVIEW] = "Zwrot< {return}> [jest sprawdzany].",
      [DYZUR_RETURN_ACCEPTED] = "Zwrot< {return}> [został przyjęty].",
      [DYZUR_RETURN_REJECTED] = "Zwrot< {return}> [został odrzucony].",
      [DYZUR_RETURN_REFUNDED] = "Zwrot< {return}> [został rozliczony].",
      [DYZUR_RETURN_CANCELLED] = "Zwrot< {return}> [został anulowany].",
    },
    .confirm = "Aby sprawdzić zamówienie {number}, proszę o adres e-mail lub numer telefonu podany przy zakupie.",
  },
  {
    .language = "en",
    .greeting = "Hello,", .greeting_name = "Hello {name},", .opening = "Thank you for your message.",
    .hello = "Hello!", .hello_name = "Hello {name}!", .closing = "Kind regards",
    .status = {
      [DYZUR_ORDER_AWAITING_PAYMENT] = "Order {number}< of {ordered}> [is waiting for payment].",
      [DYZUR_ORDER_ON_HOLD] = "Order {number}< of {ordered}> [is on hold].",
      [DYZUR_ORDER_PAID] = "Order {number}< of {ordered}> [is paid].",
      [DYZUR_ORDER_PROCESSING] = "Order {number}< of {ordered}> [is being processed].",
      [DYZUR_ORDER_SHIPPED] = "Order {number}< of {ordered}> [has been shipped].",
      [DYZUR_ORDER_READY_FOR_PICKUP] = "Order {number}< of {ordered}> [is ready for collection].",
      [DYZUR_ORDER_DELIVERED] = "Order {number}< of {ordered}> [has been delivered].",
      [DYZUR_ORDER_COMPLETED] = "Order {number}< of {ordered}> [is completed].",
      [DYZUR_ORDER_CANCELLED] = "Order {number}< of {ordered}> [is cancelled].",
      [DYZUR_ORDER_REFUNDED] = "The money for order {number}< of {ordered}> [has been refunded].",
      [DYZUR_ORDER_FAILED] = "The payment for order {number}< of {ordered}> [has failed].",
    },
    .parcel = {
      [DYZUR_SHIPMENT_UNKNOWN] = "Parcel number< ({carrier})>: {tracking}.",
      [DYZUR_SHIPMENT_CREATED] = "The parcel< {tracking}>< ({carrier})> [is prepared for dispatch].",
      [DYZUR_SHIPMENT_HANDED_OVER] = "The parcel< {tracking}>< ({carrier})> [was handed to the carrier]< on {at}>.",
      [DYZUR_SHIPMENT_IN_TRANSIT] = "The parcel< {tracking}>< ({carrier})> [is on its way].",
      [DYZUR_SHIPMENT_OUT_FOR_DELIVERY] = "The parcel< {tracking}>< ({carrier})> [went out for delivery]< on {at}>.",
      [DYZUR_SHIPMENT_READY_FOR_PICKUP] = "The parcel< {tracking}>< ({carrier})> [is waiting to be collected].",
      [DYZUR_SHIPMENT_DELIVERED] = "The parcel< {tracking}>< ({carrier})> [was delivered]< on {at}>.",
      [DYZUR_SHIPMENT_RETURNED] = "The parcel< {tracking}>< ({carrier})> [is on its way back to us].",
      [DYZUR_SHIPMENT_EXCEPTION] = "The carrier< {carrier}> [reports a problem] with the parcel< {tracking}>.",
    },
    .link = "Tracking: {link}",
    .point = "Collection point: {point}<, {address}>.",
    .payment = {
      [DYZUR_PAYMENT_UNPAID] = "The amount [still due] is {due}.",
      [DYZUR_PAYMENT_PARTIAL] = "{paid} has been paid, {due} [is still due].",
      [DYZUR_PAYMENT_PAID] = "The payment of {amount} [was received]< on {at}>.",
      [DYZUR_PAYMENT_COD] = "The payment of {amount} is [due on delivery].",
    },
    .refund = {
      [DYZUR_REFUND_UNKNOWN] = "A refund of {amount} [is recorded]< for {at}>.",
      [DYZUR_REFUND_DONE] = "The refund of {amount} [was made]< on {at}>.",
      [DYZUR_REFUND_PENDING] = "The refund of {amount} [is in progress]< since {at}>.",
      [DYZUR_REFUND_FAILED] = "The refund of {amount} [has failed].",
    },
    .back = {
      [DYZUR_RETURN_REQUESTED] = "The return request< {return}> [is registered].",
      [DYZUR_RETURN_SENT_BACK] = "The return< {return}> [is on its way to us].",
      [DYZUR_RETURN_RECEIVED] = "The return< {return}> [has reached us].",
      [DYZUR_RETURN_IN_REVIEW] = "The return< {return}> [is being checked].",
      [DYZUR_RETURN_ACCEPTED] = "The return< {return}> [has been accepted].",
      [DYZUR_RETURN_REJECTED] = "The return< {return}> [has been rejected].",
      [DYZUR_RETURN_REFUNDED] = "The return< {return}> [has been settled].",
      [DYZUR_RETURN_CANCELLED] = "The return< {return}> [has been cancelled].",
    },
    .confirm = "To check order {number}, please tell us the e-mail address or phone number given with the order.",
  },
  {
    .language = "de",
    .greeting = "Guten Tag,", .greeting_name = "Guten Tag,", .opening = "vielen Dank für Ihre Nachricht.",
    .hello = "Guten Tag!", .hello_name = "Guten Tag!", .closing = "Mit freundlichen Grüßen",
    .status = {
      [DYZUR_ORDER_AWAITING_PAYMENT] = "Die Bestellung {number}< vom {ordered}> [wartet auf die Zahlung].",
      [DYZUR_ORDER_ON_HOLD] = "Die Bestellung {number}< vom {ordered}> [ist angehalten].",
      [DYZUR_ORDER_PAID] = "Die Bestellung {number}< vom {ordered}> [ist bezahlt].",
      [DYZUR_ORDER_PROCESSING] = "Die Bestellung {number}< vom {ordered}> [ist in Bearbeitung].",
      [DYZUR_ORDER_SHIPPED] = "Die Bestellung {number}< vom {ordered}> [wurde versandt].",
      [DYZUR_ORDER_READY_FOR_PICKUP] = "Die Bestellung {number}< vom {ordered}> [ist abholbereit].",
      [DYZUR_ORDER_DELIVERED] = "Die Bestellung {number}< vom {ordered}> [wurde zugestellt].",
      [DYZUR_ORDER_COMPLETED] = "Die Bestellung {number}< vom {ordered}> [ist abgeschlossen].",
      [DYZUR_ORDER_CANCELLED] = "Die Bestellung {number}< vom {ordered}> [ist storniert].",
      [DYZUR_ORDER_REFUNDED] = "Das Geld für die Bestellung {number}< vom {ordered}> [wurde erstattet].",
      [DYZUR_ORDER_FAILED] = "Die Zahlung für die Bestellung {number}< vom {ordered}> [ist fehlgeschlagen].",
    },
    .parcel = {
      [DYZUR_SHIPMENT_UNKNOWN] = "Sendungsnummer< ({carrier})>: {tracking}.",
      [DYZUR_SHIPMENT_CREATED] = "Das Paket< {tracking}>< ({carrier})> [ist zum Versand vorbereitet].",
      [DYZUR_SHIPMENT_HANDED_OVER] = "Das Paket< {tracking}>< ({carrier})> [wurde< am {at}> zum Versand übergeben].",
      [DYZUR_SHIPMENT_IN_TRANSIT] = "Das Paket< {tracking}>< ({carrier})> [ist unterwegs].",
      [DYZUR_SHIPMENT_OUT_FOR_DELIVERY] = "Das Paket< {tracking}>< ({carrier})> [ging< am {at}> in die Zustellung].",
      [DYZUR_SHIPMENT_READY_FOR_PICKUP] = "Das Paket< {tracking}>< ({carrier})> [liegt zur Abholung bereit].",
      [DYZUR_SHIPMENT_DELIVERED] = "Das Paket< {tracking}>< ({carrier})> [wurde< am {at}> zugestellt].",
      [DYZUR_SHIPMENT_RETURNED] = "Das Paket< {tracking}>< ({carrier})> [ist auf dem Rückweg zu uns].",
      [DYZUR_SHIPMENT_EXCEPTION] = "Der Versanddienst< {carrier}> [meldet ein Problem] mit dem Paket< {tracking}>.",
    },
    .link = "Sendungsverfolgung: {link}",
    .point = "Abholpunkt: {point}<, {address}>.",
    .payment = {
      [DYZUR_PAYMENT_UNPAID] = "[Offen] ist noch der Betrag von {due}.",
      [DYZUR_PAYMENT_PARTIAL] = "Bezahlt sind {paid}, [offen] sind noch {due}.",
      [DYZUR_PAYMENT_PAID] = "Die Zahlung von {amount} [ist< am {at}> eingegangen].",
      [DYZUR_PAYMENT_COD] = "Die Zahlung von {amount} erfolgt [per Nachnahme].",
    },
    .refund = {
      [DYZUR_REFUND_UNKNOWN] = "Eine Erstattung von {amount} [ist< für den {at}> vermerkt].",
      [DYZUR_REFUND_DONE] = "Die Erstattung von {amount} [ist< am {at}> erfolgt].",
      [DYZUR_REFUND_PENDING] = "Die Erstattung von {amount} [ist< seit dem {at}> in Bearbeitung].",
      [DYZUR_REFUND_FAILED] = "Die Erstattung von {amount} [ist fehlgeschlagen].",
    },
    .back = {
      [DYZUR_RETURN_REQUESTED] = "Die Rücksendung< {return}> [ist angemeldet].",
      [DYZUR_RETURN_SENT_BACK] = "Die Rücksendung< {return}> [ist unterwegs zu uns].",
      [DYZUR_RETURN_RECEIVED] = "Die Rücksendung< {return}> [ist bei uns eingetroffen].",
      [DYZUR_RETURN_IN_REVIEW] = "Die Rücksendung< {return}> [wird geprüft].",
      [DYZUR_RETURN_ACCEPTED] = "Die Rücksendung< {return}> [wurde angenommen].",
      [DYZUR_RETURN_REJECTED] = "Die Rücksendung< {return}> [wurde abgelehnt].",
      [DYZUR_RETURN_REFUNDED] = "Die Rücksendung< {return}> [ist abgerechnet].",
      [DYZUR_RETURN_CANCELLED] = "Die Rücksendung< {return}> [wurde storniert].",
    },
    .confirm = "Um die Bestellung {number} zu prüfen, brauchen wir die E-Mail-Adresse oder Telefonnummer dazu.",
  },
  {
    .language = "uk",
    .greeting = "Добрий день!", .greeting_name = "Добрий день, {name}!", .opening = "Дякуємо за повідомлення.",
    .hello = "Добрий день!", .hello_name = "Добрий день, {name}!", .closing = "З повагою",
    .status = {
      [DYZUR_ORDER_AWAITING_PAYMENT] = "Замовлення {number}< від {ordered}> [очікує на оплату].",
      [DYZUR_ORDER_ON_HOLD] = "Замовлення {number}< від {ordered}> [призупинено].",
      [DYZUR_ORDER_PAID] = "Замовлення {number}< від {ordered}> [оплачено].",
      [DYZUR_ORDER_PROCESSING] = "Замовлення {number}< від {ordered}> [обробляється].",
      [DYZUR_ORDER_SHIPPED] = "Замовлення {number}< від {ordered}> [відправлено].",
      [DYZUR_ORDER_READY_FOR_PICKUP] = "Замовлення {number}< від {ordered}> [готове до отримання].",
      [DYZUR_ORDER_DELIVERED] = "Замовлення {number}< від {ordered}> [доставлено].",
      [DYZUR_ORDER_COMPLETED] = "Замовлення {number}< від {ordered}> [виконано].",
      [DYZUR_ORDER_CANCELLED] = "Замовлення {number}< від {ordered}> [скасовано].",
      [DYZUR_ORDER_REFUNDED] = "Кошти за замовлення {number}< від {ordered}> [повернено].",
      [DYZUR_ORDER_FAILED] = "Оплата замовлення {number}< від {ordered}> [не пройшла].",
    },
    .parcel = {
      [DYZUR_SHIPMENT_UNKNOWN] = "Номер посилки< ({carrier})>: {tracking}.",
      [DYZUR_SHIPMENT_CREATED] = "Посилка< {tracking}>< ({carrier})> [підготовлена до відправлення].",
      [DYZUR_SHIPMENT_HANDED_OVER] = "Посилка< {tracking}>< ({carrier})> [передана перевізнику]< {at}>.",
      [DYZUR_SHIPMENT_IN_TRANSIT] = "Посилка< {tracking}>< ({carrier})> [у дорозі].",
      [DYZUR_SHIPMENT_OUT_FOR_DELIVERY] = "Посилка< {tracking}>< ({carrier})> [передана кур’єру для доставки]< {at}>.",
      [DYZUR_SHIPMENT_READY_FOR_PICKUP] = "Посилка< {tracking}>< ({carrier})> [чекає на отримання].",
      [DYZUR_SHIPMENT_DELIVERED] = "Посилка< {tracking}>< ({carrier})> [доставлена]< {at}>.",
      [DYZUR_SHIPMENT_RETURNED] = "Посилка< {tracking}>< ({carrier})> [повертається до нас].",
      [DYZUR_SHIPMENT_EXCEPTION] = "Перевізник< {carrier}> [повідомляє про проблему з доставкою] посилки< {tracking}>.",
    },
    .link = "Відстеження: {link}",
    .point = "Пункт видачі: {point}<, {address}>.",
    .payment = {
      [DYZUR_PAYMENT_UNPAID] = "До сплати [залишається] {due}.",
      [DYZUR_PAYMENT_PARTIAL] = "Сплачено {paid}, до сплати [залишається] {due}.",
      [DYZUR_PAYMENT_PAID] = "Оплату {amount} [зараховано]< {at}>.",
      [DYZUR_PAYMENT_COD] = "Оплата {amount} [при отриманні].",
    },
    .refund = {
      [DYZUR_REFUND_UNKNOWN] = "Повернення {amount} [зареєстровано]< {at}>.",
      [DYZUR_REFUND_DONE] = "Повернення {amount} [здійснено]< {at}>.",
      [DYZUR_REFUND_PENDING] = "Повернення {amount} [виконується]< з {at}>.",
      [DYZUR_REFUND_FAILED] = "Повернення {amount} [не вдалося].",
    },
    .back = {
      [DYZUR_RETURN_REQUESTED] = "Заявку на повернення< {return}> [зареєстровано].",
      [DYZUR_RETURN_SENT_BACK] = "Повернення< {return}> [їде до нас].",
      [DYZUR_RETURN_RECEIVED] = "Повернення< {return}> [надійшло до нас].",
      [DYZUR_RETURN_IN_REVIEW] = "Повернення< {return}> [перевіряється].",
      [DYZUR_RETURN_ACCEPTED] = "Повернення< {return}> [прийнято].",
      [DYZUR_RETURN_REJECTED] = "Повернення< {return}> [відхилено].",
      [DYZUR_RETURN_REFUNDED] = "Повернення< {return}> [розраховано].",
      [DYZUR_RETURN_CANCELLED] = "Повернення< {return}> [скасовано].",
    },
    .confirm = "Щоб перевірити замовлення {number}, надішліть, будь ласка, e-mail або телефон із замовлення.",
  },
};

/*
 * _dyzur_phrases_get:
 * @language: (nullable): ISO 639-1
 *
 * Returns: (transfer none): the phrases of that language, English for one we do not write
 */
const DyzurPhrases *
_dyzur_phrases_get (const char *language)
{
  const DyzurPhrases *english = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      if (g_strcmp0 (phrases[i].language, language) == 0)
        return &phrases[i];
      if (g_str_equal (phrases[i].language, "en"))
        english = &phrases[i];
    }
  return english;
}
