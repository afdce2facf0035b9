"""The names that records of all origins give to the columns of an article.

Case, spaces, hyphens and underlines make no difference, so each name stands here once: `pub_date`
is `pubDate` and "Pub Date" too. A name is looked for in the record, and then in the objects that
tools put around an article (`flows.intake.record_fields`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Name = Annotated[str, Field(strict=True, min_length=1)]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Fields:
    """For each column, the names that a record may give it, tried in order."""

    text: Names = Field(
        default=_names(
            """
            text article_text article_body full_text maintext body_text content_text
            plain_text clean_text cleaned_text news_text text_content story_text content
            body article full_article article_content news_content post_content
            full_content content_encoded content:encoded story ctext document raw_text
            content_raw selftext paragraphs content_elements blocks texto texte testo tekst
            inhalt volltext artikeltext contenido cuerpo contenu corps contenuto corpo conteúdo
            conteudo treść innehåll içerik metin isi текст
            содержание 正文 内容 內容 本文 본문
            """
        ),
        description="the article as text, or a list of its paragraphs",
    )
    html: Names = Field(
        default=_names(
            """
            html raw_html article_html content_html body_html article_body_html page
            markup page_source html_content cleaned_html response_body
            summary.content
            """
        ),
        description="the article as a page, where there is no text",
    )
    markdown: Names = Field(
        default=_names(
            """
            markdown fit_markdown raw_markdown markdown_content md
            """
        ),
        description="the article as markdown, where there is neither text nor page",
    )
    summary: Names = Field(
        default=_names(
            """
            description summary abstract excerpt lead short_description
            """
        ),
        description="a summary; it is the text where there is no other and it is as long as a"
        " short article",
    )
    url: Names = Field(
        default=_names(
            """
            url link canonical_url page_url article_url source_url requested_url web_url
            final_url permalink href uri document_identifier canonical.href
            alternate.href html.requested_url main_entity_of_page.@id main_entity_of_page @id
            source
            """
        ),
        description="the address of the article",
    )
    title: Names = Field(
        default=_names(
            """
            title headline heading headline.main headlines.basic title.rendered web_title
            article_title news_title post_title title_page thread.title og:title og_title
            titel überschrift schlagzeile titre título titulo titular titolo tytuł
            başlık judul заголовок название
            标题 標題 タイトル 見出し 제목
            """
        ),
        description="the headline",
    )
    author: Names = Field(
        default=_names(
            """
            author authors authors_list byline byline.original creator dc:creator
            author_name author_names writer writers reporter by article_author news_author
            post_author _embedded.author yoast_head_json.author article:author
            primary_author credits.by published_by.0 autor autora autores auteur auteurs autore
            autori autoren verfasser författare forfatter yazar penulis автор
            作者 著者 기자
            """
        ),
        description="a name, a byline, a list of names, or of objects with a `name`; also such a"
        " list written as text",
    )
    published_at: Names = Field(
        default=_names(
            """
            published_at date_published display_date publish_date date_publish publishing_date
            published_date publication_date date_of_publication pub_date published published_time
            publish_time published_on date_time_pub web_publication_date
            article:published_time first_published first_publish_date dc:date issued date
            date_time post_date article_date news_date date_published_raw time created_at
            date_created created timestamp thread.published datum fecha дата 日期 発行日 날짜
            veröffentlicht veröffentlicht_am erscheinungsdatum publikationsdatum
            veröffentlichungsdatum date_de_publication date_publication fecha_publicación
            fecha_publicacion fecha_hora data_publicação data_publicacao data_pubblicazione
            data_publikacji publicatiedatum publiceringsdatum yayın_tarihi tarih tanggal
            fecha_de_publicación fecha_de_publicacion data_de_publicação data_di_pubblicazione
            дата_публикации 发布时间 发布日期 公開日
            """
        ),
        description="when it was published: ISO 8601, RFC 2822, epoch seconds or milliseconds, a"
        " date as people write it, or what a database exports",
    )
    modified_at: Names = Field(
        default=_names(
            """
            modified_at date_modified date_modify modified updated_at updated date_updated
            last_modified modified_time last_updated article:modified_time post_modified
            """
        ),
        description="when it was last changed",
    )
    fetched_at: Names = Field(
        default=_names(
            """
            fetched_at crawled_at scraped_at retrieved_at date_download crawl_date
            date_crawled download_date scrape_date date_scraped fetch_time crawl_time
            crawled accessed_at file_date warc_date indexed_date seen_date x_fetch_time
            html.crawl_date
            """
        ),
        description="when it was fetched",
    )
    site: Names = Field(
        default=_names(
            """
            site site_name publisher publication source_name media_name newspaper outlet
            source_common_name og:site_name og_site_name domain source_domain hostname
            source_hostname host source.title origin.title thread.site
            yoast_head_json.og_site_name website source quelle fuente fonte источник 来源
            """
        ),
        description="the publication",
    )
    tags: Names = Field(
        default=_names(
            """
            tags keywords topics tag labels news_keywords schlagwörter schlagworte stichwörter
            mots_clés mots_cles etiquetas palabras_clave palavras_chave parole_chiave trefwoorden
            słowa_kluczowe etiketler ключевые_слова теги 标签
            """
        ),
        description="a list of keywords, or a string with commas between them",
    )
    section: Names = Field(
        default=_names(
            """
            section article_section section_name category categories section_title
            thread.section_title news_type rubric ressort rubrik rubrique sección seccion seção
            secao sezione categoría categoria catégorie categorie kategorie kategoria
            kategori rubriek рубрика
            栏目
            """
        ),
        description="the section of the publication",
    )
    language: Names = Field(
        default=_names(
            """
            language lang in_language language_code meta_lang human_language locale sprache
            langue idioma lingua язык 语言
            """
        ),
        description="the code of the language that the record states",
    )
    image_url: Names = Field(
        default=_names(
            """
            image_url top_image image url_to_image thumbnail thumbnail_url main_image
            social_image og:image og_image
            """
        ),
        description="the address of the picture",
    )
    source_id: Names = Field(
        default=_names(
            """
            source_id id _id uuid guid article_id gkgrecordid
            """
        ),
        description="the record's own id, of any type",
    )
    licence: Names = Field(
        default=("licence", "license", "rights"), description="the licence"
    )
    robots_ok: Names = Field(
        default=("robots_ok", "robots_allowed"),
        description="whether robots.txt allowed the fetch: a truth value, yes, no, 1 or 0",
    )
