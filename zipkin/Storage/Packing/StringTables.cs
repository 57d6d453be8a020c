namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>
/// The tables of the store. Each field has its own, so that one with many distinct values can't fill the tables of the others.
/// </summary>
internal sealed class StringTables
{
    /// <summary>All fields; tags come after their keys.</summary>
    public static readonly StringField[] Fields = Enum.GetValues<StringField>();

    private const int MaxCount = 16384;

    /// <param name="maxBytes">The memory that all tables may take.</param>
    public StringTables(long maxBytes = long.MaxValue)
    {
        var budget = new StringBudget(maxBytes);
        (Services, SpanNames) = (new(MaxCount, budget), new(MaxCount, budget));
        (Addresses, Annotations) = (new(MaxCount, budget), new(MaxCount, budget));
        Tags = new(budget);
    }

    public StringTable Services { get; }

    public StringTable SpanNames { get; }

    public StringTable Addresses { get; }

    public StringTable Annotations { get; }

    public TagTable Tags { get; }

    /// <summary>Returns how many values of a field have numbers.</summary>
    public int Count(StringField field) => field switch
    {
        StringField.Tag => Tags.Count,
        StringField.TagKey => Tags.KeyCount,
        _ => Table(field).Count,
    };

    /// <summary>Returns the value of a field with this number.</summary>
    public string Text(StringField field, int number) => field switch
    {
        StringField.Tag => Tags[number].Value,
        StringField.TagKey => Tags.KeyOf(number).Text,
        _ => Table(field)[number],
    };

    /// <summary>Returns the table of a field that is not of tags.</summary>
    public StringTable Table(StringField field) => field switch
    {
        StringField.Service => Services,
        StringField.SpanName => SpanNames,
        StringField.Address => Addresses,
        StringField.Annotation => Annotations,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "not a field of strings"),
    };
}
