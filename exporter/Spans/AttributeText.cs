using System.Globalization;
using System.Text;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>
/// Converts the values of attributes to text: numbers as in English, <c>true</c> and <c>false</c> in lower case, arrays as JSON lists.
/// </summary>
internal static class AttributeText
{
    [ThreadStatic]
    private static JsonBuffer? _buffer;

    /// <summary>Returns the text of a value; null when it has none.</summary>
    public static string? Of(object? value)
    {
        if (value is not Array array)
        {
            return OfSingle(value);
        }

        var json = Clear();
        AddList(json, array);
        return Encoding.UTF8.GetString(json.Written);
    }

    /// <summary>Returns a name and attributes as <c>"name":{"key1":"value1","key2":2}</c>.</summary>
    public static string Of(string name, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        var json = Clear();
        json.AddText(name);
        json.Add(":"u8);
        var before = "{"u8;
        foreach (var (key, value) in attributes)
        {
            json.Add(before);
            json.AddText(key);
            json.Add(":"u8);
            if (value is Array array)
            {
                AddList(json, array);
            }
            else
            {
                AddSingle(json, value);
            }

            before = ","u8;
        }

        json.Add("}"u8);
        return Encoding.UTF8.GetString(json.Written);
    }

    private static JsonBuffer Clear()
    {
        var json = _buffer ??= new JsonBuffer();
        json.Clear();
        return json;
    }

    private static void AddList(JsonBuffer json, Array array)
    {
        json.Add("["u8);
        var before = ""u8;
        foreach (var item in array)
        {
            json.Add(before);
            AddSingle(json, item);
            before = ","u8;
        }

        json.Add("]"u8);
    }

    private static void AddSingle(JsonBuffer json, object? value)
    {
        switch (value)
        {
            case bool flag:
                json.Add(flag ? "true"u8 : "false"u8);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.Add(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.Add(Encoding.ASCII.GetBytes(OfSingle(value)!));
                break;
            default:
                AddTextOrNull(json, OfSingle(value));
                break;
        }
    }

    private static void AddTextOrNull(JsonBuffer json, string? text)
    {
        if (text is null)
        {
            json.Add("null"u8);
        }
        else
        {
            json.AddText(text);
        }
    }

    private static string? OfSingle(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case string text:
                return text;
            case bool flag:
                return flag ? "true" : "false";
            case float number:
                return ((double)number).ToString(CultureInfo.InvariantCulture);
        }

        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture);
        }
        catch (Exception)
        {
            // The value is an object of the app's. Its ToString must not fail the request that the span belongs to.
            return null;
        }
    }
}
